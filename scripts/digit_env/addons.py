"""Our own addons: which there are, what they need, whether they changed."""

import ast
import hashlib
import os

from . import paths, stamps

DEMO = "digit_demo"
# Changing these does not ask for an upgrade of the database; the last is what the
# tests leave.
UNSTORED = {"__pycache__", "tests", "readme", "static", ".hypothesis"}


def manifests():
    """``{name: manifest}`` of our installable addons."""
    found = {}
    for path in sorted(paths.ADDONS.glob("*/__manifest__.py")):
        manifest = ast.literal_eval(path.read_text())
        if manifest.get("installable", True):
            found[path.parent.name] = manifest
    return found


def names(with_demo=False):
    """The addons to install; ``DIGIT_MODULES`` overrules."""
    chosen = os.environ.get("DIGIT_MODULES")
    if chosen:
        return chosen.split(",")
    return [name for name in manifests() if with_demo or name != DEMO]


def dependencies():
    """The addons of others that ours need."""
    own = manifests()
    needed = {dep for manifest in own.values() for dep in manifest.get("depends", [])}
    return sorted(needed - set(own)) or ["helpdesk_mgmt"]


def code_hash():
    """Changes when the addons' code or data does."""
    return stamps.digest(files_hash(UNSTORED), environment_hash())


def asset_hash():
    """Changes when the addons' code, data or assets do."""
    return stamps.digest(files_hash(UNSTORED - {"static"}), environment_hash())


def files_hash(unless):
    """Changes when a file of the addons does, ``unless`` in such a folder."""
    found = hashlib.sha256()
    for path in sorted(paths.ADDONS.rglob("*")):
        inside = path.relative_to(paths.ADDONS)
        if path.is_file() and not unless.intersection(inside.parts):
            found.update(str(inside).encode() + path.read_bytes())
    return found.hexdigest()


def environment_hash():
    """Changes when what the addons stand on does."""
    lists = (paths.CONFIG / "requirements.txt", paths.CONFIG / "debian.txt")
    return stamps.digest(*lists, os.environ.get("ODOO_HOME", ""), *dependencies())
