"""Odoo itself: Debian's package unpacked, or the checkout in ``ODOO_HOME``."""

import os
import shutil
import subprocess
from pathlib import Path

from . import apt, paths, say, stamps

LIST = paths.CONFIG / "debian.txt"
DEBS = paths.HOME / "debs"
DIST = paths.DEBIAN_ROOT / "usr/lib/python3/dist-packages"
# Never loaded by us: the countries' accounting, and a second, partial set of
# addons that the package carries beside the real one.
EXCLUDE = ("*/odoo/addons/l10n_*", "*/dist-packages/addons/*")
# Debian leaves this file out as non-free; without it the backend's bundle logs
# an error in the browser's console, which fails every tour.
STRIPPED = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
PLACEHOLDER = "/* Left out by Debian as non-free: blurs a video call's background. */\n"


def own_checkout():
    """The checkout that ``ODOO_HOME`` names, if any."""
    value = os.environ.get("ODOO_HOME")
    if not value:
        return None
    home = Path(value).expanduser().resolve()
    if not (home / "odoo").is_dir() or not (home / "odoo/addons/base").is_dir():
        raise say.Failure(f"ODOO_HOME={value} is not a checkout of Odoo 19.0.")
    return home


def python_path():
    """The folder to put on Python's path so that ``import odoo`` works."""
    return own_checkout() or DIST


def addons_paths():
    """Odoo's own folders of addons."""
    home = own_checkout()
    found = [home / "addons", home / "odoo/addons"] if home else [DIST / "odoo/addons"]
    return [folder for folder in found if folder.is_dir()]


def set_up():
    """Have Odoo's source at hand."""
    if own_checkout():
        return
    key = stamps.digest(LIST, *EXCLUDE, STRIPPED)
    title = "Downloading Odoo 19 from Debian's unstable suite (about 125 MB)"
    stamps.once("debian-download", key, title, download)
    title = "Unpacking Odoo 19"
    stamps.once("debian-unpack", key, title, unpack)


def wanted():
    """``(suite, package, version or None)`` from the list in ``config/``."""
    for line in LIST.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            suite, name, *version = line.split()
            yield suite, name, version[0] if version else None


def download():
    """Fetch the packages; tell when a version is not the one we tested."""
    apt.download({name: suite for suite, name, __ in wanted()}, DEBS)
    for __, name, version in wanted():
        found = version_of(next(DEBS.glob(f"{name}_*.deb")))
        if version and found != version:
            say.note(f"Note: {name} is {found} by now; {version} is what we tested.")


def version_of(package):
    """The version of a ``.deb`` file."""
    command = ["dpkg-deb", "-f", str(package), "Version"]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def unpack():
    """Unpack what was downloaded, then drop the packages."""
    packages = sorted(DEBS.glob("*.deb"))
    if not packages:
        download()
        packages = sorted(DEBS.glob("*.deb"))
    shutil.rmtree(paths.DEBIAN_ROOT, ignore_errors=True)
    for package in packages:
        apt.unpack(package, paths.DEBIAN_ROOT, EXCLUDE)
    stripped = DIST / STRIPPED
    if not stripped.exists():
        stripped.parent.mkdir(parents=True, exist_ok=True)
        stripped.write_text(PLACEHOLDER)
    shutil.rmtree(DEBS)
