"""Where things are. Everything that is generated lives under ``HOME``."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "config"
ADDONS = ROOT / "addons"

HOME = Path(os.environ.get("DIGIT_HOME") or ROOT / ".digit").resolve()
LOGS = HOME / "logs"
STAMPS = HOME / "stamps"
DATA = HOME / "data"  # Odoo's filestore and sessions
BIN = HOME / "bin"  # wrappers that are put on PATH
VENV = HOME / "venv"
PYTHON = VENV / "bin" / "python"
DEBIAN_ROOT = HOME / "debian"  # where Debian's packages are unpacked

# A short name for this checkout, for what has to live outside it.
KEY = hashlib.sha256(str(HOME).encode()).hexdigest()[:10]


def site_packages():
    """The virtual environment's own ``site-packages``."""
    return next((VENV / "lib").glob("python3*/site-packages"))
