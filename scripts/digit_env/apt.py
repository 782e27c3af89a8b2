"""Debian's packages by ``apt-get`` with a private state: any user, no installation.

The mirror is the machine's own; signatures are checked with Debian's keyring.
"""

import os
import re
import shutil
import subprocess

from . import paths, run, say

STATE = paths.HOME / "apt"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
RELEASE = re.compile(r"'(\S+)/dists/(\S+)/InRelease'")
OTHER_WAYS = (
    "set ODOO_HOME to a checkout of Odoo 19.0, or use docker-compose.yml instead"
)


def options(sources=None):
    """The options that give apt a state of its own, under our folder."""
    state = STATE / ("own" if sources else "machine")
    found = {
        "Dir::State::Lists": state / "lists",
        "Dir::Cache": state / "cache",
        "Acquire::Languages": "none",
        "Acquire::Retries": "2",
        "APT::Update::Error-Mode": "any",
        "Debug::NoLocking": "1",
    }
    if os.geteuid() == 0:
        found["APT::Sandbox::User"] = "root"
    if sources:
        found["Dir::Etc::sourcelist"] = sources
        found["Dir::Etc::sourceparts"] = "-"
    for folder in ("lists/partial", "cache/archives/partial"):
        (state / folder).mkdir(parents=True, exist_ok=True)
    return [arg for key, value in found.items() for arg in ("-o", f"{key}={value}")]


def mirror():
    """The address of the machine's own Debian mirror."""
    if not shutil.which("apt-get"):
        raise say.Failure(f"this is not a Debian machine (no apt-get): {OTHER_WAYS}.")
    codename = os_release().get("VERSION_CODENAME", "")
    printed = subprocess.run(
        ["apt-get", "update", "--print-uris"], capture_output=True, text=True
    ).stdout
    found = [uri for uri, suite in RELEASE.findall(printed) if suite == codename]
    found = [uri for uri in found if uri.rstrip("/").endswith("debian")] or found
    if os_release().get("ID") != "debian" or not found:
        raise say.Failure(f"no Debian mirror is set up on this machine: {OTHER_WAYS}.")
    return found[0]


def os_release():
    """``/etc/os-release`` as a dictionary."""
    with open("/etc/os-release") as lines:
        pairs = [line.strip().split("=", 1) for line in lines if "=" in line]
    return {key: value.strip('"') for key, value in pairs}


def write_sources(suites):
    """A sources list of our own for these suites; returns its path."""
    path = STATE / "sources.list"
    path.parent.mkdir(parents=True, exist_ok=True)
    signed = f"[signed-by={KEYRING}]" if os.path.exists(KEYRING) else ""
    uri = mirror()
    lines = [f"deb {signed} {uri} {suite} main\n" for suite in sorted(suites)]
    path.write_text("".join(lines))
    return path


def download(packages, folder):
    """Download ``{package: suite}`` into ``folder``."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    private = options(write_sources(set(packages.values())))
    run.logged(
        ["apt-get", *private, "update"],
        "apt-update.log",
        "Debian's package lists could not be fetched: check the network",
    )
    gone = [name for name in packages if not known(name, private)]
    if gone:
        raise say.Failure(
            f"Debian's suite no longer carries {', '.join(gone)}: {OTHER_WAYS}."
        )
    run.logged(
        ["apt-get", *private, "download"]
        + [f"{name}/{suite}" for name, suite in packages.items()],
        "apt-download.log",
        "Debian's packages could not be downloaded: check the network",
        measure=lambda: run.size_of(folder),
        cwd=folder,
    )


def known(name, private):
    """Whether the private lists hold a package of that name."""
    shown = subprocess.run(
        ["apt-cache", *private, "show", "--no-all-versions", name], capture_output=True
    )
    return shown.returncode == 0


def unpack(package, folder, exclude=()):
    """Unpack a ``.deb`` file, leaving out what matches ``exclude``."""
    folder.mkdir(parents=True, exist_ok=True)
    skip = " ".join(f"--exclude='{pattern}'" for pattern in exclude)
    run.logged(
        ["sh", "-c", f'dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" {skip}']
        + ["unpack", str(package), str(folder)],
        "unpack.log",
        f"{package.name} could not be unpacked: is the disk full?",
    )
