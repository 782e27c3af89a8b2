"""Chromium for the browser tests, on PATH as ``chromium``.

Root installs Debian's package; anyone else unpacks it, with the libraries that
the machine lacks, into our folder.
"""

import os
import shutil
import subprocess

from . import apt, paths, run, say, stamps

PACKAGES = ("chromium", "fonts-liberation", "fonts-lohit-deva")  # Latin, Devanagari
UNPACKED = paths.HOME / "chromium"
WRAPPER = """#!/bin/sh
# Chromium unpacked from Debian's packages, with the libraries it came with.
root="{root}"
libraries="$root/usr/lib/{triplet}"
export LD_LIBRARY_PATH="$libraries:$libraries/pulseaudio:$root/lib/{triplet}"
export XDG_DATA_DIRS="$root/usr/share:/usr/local/share:/usr/share"
export FONTCONFIG_FILE="$root/fonts.conf"
exec "$root/usr/lib/chromium/chromium" --no-sandbox "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>{root}/usr/share/fonts</dir>
  <cachedir>{root}/cache</cachedir>
{includes}
</fontconfig>
"""
# Which font stands for "serif" and the like: fontconfig's own rules.
RULES = ("30-metric-aliases", "45-latin", "49-sansserif", "60-latin")
INCLUDE = '  <include ignore_missing="yes">{folder}/{name}.conf</include>'


def path():
    """The browser's path, if there is one."""
    places = os.pathsep.join([str(paths.BIN), os.environ.get("PATH", os.defpath)])
    return shutil.which("chromium", path=places)


def set_up():
    """Have ``chromium``."""
    if path():
        return
    action = install if os.geteuid() == 0 else unpack
    stamps.forget("chromium")
    stamps.once("chromium", "1", "Fetching Chromium for the browser tests", action)
    if subprocess.run([path() or "false", "--version"]).returncode:
        raise say.Failure("Chromium does not start: put one on PATH as `chromium`.")


def install():
    """Install the packages on the machine, as root."""
    failure = "Chromium could not be installed with apt-get: check the network"
    run.logged(["apt-get", "update"], "apt-update.log", failure)
    command = ["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run.logged(command, "chromium.log", failure, env=environment)


def unpack():
    """Unpack what is missing, and write the wrapper that runs it."""
    failure = "Chromium could not be fetched: check the network, or put one on PATH"
    private = apt.options()
    cache = apt.STATE / "machine/cache/archives"
    run.logged(["apt-get", *private, "update"], "apt-update.log", failure)
    command = ["apt-get", *private, "install", "-y", "--no-install-recommends"]
    run.logged(
        [*map(str, command), "--download-only", "--reinstall", *PACKAGES],
        "chromium.log",
        failure,
        measure=lambda: run.size_of(cache),
    )
    shutil.rmtree(UNPACKED, ignore_errors=True)
    for package in sorted(cache.glob("*.deb")):
        apt.unpack(package, UNPACKED)
        package.unlink()
    write_wrapper()


def write_wrapper():
    """Make the unpacked browser a program on PATH."""
    machine = os.uname().machine
    triplet = f"{machine}-linux-gnu"
    folder = UNPACKED / "usr/share/fontconfig/conf.avail"
    includes = "\n".join(INCLUDE.format(folder=folder, name=name) for name in RULES)
    fonts = FONTS.format(root=UNPACKED, includes=includes)
    (UNPACKED / "fonts.conf").write_text(fonts)
    paths.BIN.mkdir(parents=True, exist_ok=True)
    wrapper = paths.BIN / "chromium"
    wrapper.write_text(WRAPPER.format(root=UNPACKED, triplet=triplet))
    wrapper.chmod(0o755)
