"""Odoo's own program for mail servers."""

import sys

from digit_env import odoo_source


def get_gateway(odoo, *options):
    """The command into which one would pipe a mail for ``odoo``."""
    script = next(
        path / "mail/static/scripts/odoo-mailgate.py"
        for path in odoo_source.addons_paths()
        if (path / "mail/static/scripts/odoo-mailgate.py").exists()
    )
    where = {"-d": odoo.database, "-u": 2, "-p": "admin", "--port": odoo.port}
    arguments = [str(part) for option in where.items() for part in option]
    return [sys.executable, str(script), *arguments, *options]
