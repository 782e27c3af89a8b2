"""Steps that are done once, and again when what they are made from changes."""

import contextlib
import fcntl
import hashlib

from . import paths, say


def digest(*parts):
    """A short hash of texts and of files' contents."""
    found = hashlib.sha256()
    for part in parts:
        found.update(
            part.read_bytes() if hasattr(part, "read_bytes") else part.encode()
        )
        found.update(b"\0")
    return found.hexdigest()[:16]


def forget(name):
    """Have a step done again."""
    (paths.STAMPS / name).unlink(missing_ok=True)


def once(name, key, title, action):
    """Do ``action`` unless it was finished before with the same ``key``."""
    stamp = paths.STAMPS / name
    if stamp.exists() and stamp.read_text() == key:
        return
    say.step(title)
    stamp.unlink(missing_ok=True)
    action()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key)


@contextlib.contextmanager
def lock(name):
    """Let one program at a time do this; the others wait."""
    paths.HOME.mkdir(parents=True, exist_ok=True)
    with (paths.HOME / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
