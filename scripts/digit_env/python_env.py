"""The virtual environment with the pinned requirements."""

import re
import shutil
import subprocess
import sys

from . import odoo_source, paths, run, say, stamps

RUN = paths.CONFIG / "requirements.txt"
TEST = paths.CONFIG / "requirements-test.txt"
MINIMUM = (3, 10)


def check_python():
    """Refuse a Python that cannot make the environment."""
    if sys.version_info < MINIMUM:
        found = ".".join(map(str, sys.version_info[:2]))
        raise say.Failure(f"Python 3.10 or newer is needed, this is Python {found}.")
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise say.Failure(
            "Python's venv module is missing: as root, `apt-get install python3-venv`."
        ) from None


def set_up(with_tests=False):
    """Have the environment hold what the lists say."""
    key = stamps.digest(str(paths.VENV))
    if not paths.PYTHON.exists():
        stamps.forget("venv")
    stamps.once("venv", key, "Making a Python environment", create)
    install("requirements", RUN, key, "Installing the Python packages")
    if with_tests:
        install("requirements-test", TEST, key, "Installing the test tools")
    link_odoo()


def create():
    """Make the environment afresh."""
    for name in ("requirements", "requirements-test"):
        stamps.forget(name)
    shutil.rmtree(paths.VENV, ignore_errors=True)
    # the machine's own Python, even when this one is an environment's
    python = getattr(sys, "_base_executable", sys.executable)
    run.logged(
        [python, "-m", "venv", str(paths.VENV)],
        "venv.log",
        "the Python environment could not be made: is python3-venv installed?",
    )


def install(name, requirements, key, title):
    """Install one list; it is complete, so pip need not look for more."""
    command = [paths.PYTHON, "-m", "pip", "install", "--no-deps", "--no-input"]
    command += ["--disable-pip-version-check", "-r", requirements]
    stamps.once(
        name,
        stamps.digest(key, requirements),
        title,
        lambda: run.logged(
            list(map(str, command)),
            f"{name}.log",
            explain,
            measure=lambda: f"{count_packages()} packages",
        ),
    )


def explain(output):
    """Why pip failed: a package that is gone, or no network."""
    gone = re.search(r"No matching distribution found for (\S+)", output)
    if gone and "Retrying" not in output:
        python = ".".join(map(str, sys.version_info[:3]))
        return f"{gone[1]} is not to be had for Python {python}: change its pin"
    return "the Python packages could not be installed: check the network"


def count_packages():
    """How many packages are installed by now."""
    return len(list(paths.site_packages().glob("*.dist-info")))


def link_odoo():
    """Put Odoo's source on the environment's path."""
    link = paths.site_packages() / "digit_odoo.pth"
    text = f"{odoo_source.python_path()}\n"
    if not link.exists() or link.read_text() != text:
        link.write_text(text)


def run_python(*args, **options):
    """Run the environment's Python and return its output."""
    command = [str(paths.PYTHON), *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, **options)
