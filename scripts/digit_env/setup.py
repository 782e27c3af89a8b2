"""Setting up: what each program needs before it can start."""

import shutil

from . import browser, formatter, odoo_source, paths, postgres, python_env, say, stamps

DISK = 3  # gigabytes


def set_up(with_tests=False):
    """Everything, in order; what is done already takes no time."""
    python_env.check_python()
    with stamps.lock("setup"):
        check_disk()
        odoo_source.set_up()
        python_env.set_up(with_tests)
        postgres.set_up()
        if with_tests:
            browser.set_up()
            formatter.set_up()


def set_up_tools():
    """What the checks of ``make lint`` need: no Odoo, no database."""
    python_env.check_python()
    with stamps.lock("setup"):
        python_env.set_up(with_tests=True)
        formatter.set_up()


def check_disk():
    """Refuse to begin what the disk cannot hold."""
    free = shutil.disk_usage(paths.HOME).free / 1e9
    if free < DISK and not (paths.STAMPS / "postgresql").exists():
        raise say.Failure(
            f"{DISK} GB of disk are needed under {paths.HOME}, {free:.1f} GB are free."
        )
