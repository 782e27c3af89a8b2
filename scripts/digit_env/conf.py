"""Odoo's configuration: the template of ``config/`` filled in."""

import os
import secrets
import string

from . import odoo_source, paths, postgres

TEMPLATE = paths.CONFIG / "odoo.conf"


def values():
    """What the template asks for, from the environment's variables."""
    get = os.environ.get
    port = int(get("DIGIT_HTTP_PORT") or 8069)
    return {
        "addons_path": ",".join(map(str, addons_path())),
        "data_dir": str(paths.DATA),
        "http_port": str(port),
        "gevent_port": get("DIGIT_GEVENT_PORT") or str(port + 3),
        "http_interface": get("DIGIT_HTTP_INTERFACE") or "127.0.0.1",
        "admin_passwd": admin_password(),
        "smtp_host": get("DIGIT_SMTP_HOST") or "localhost",
        "smtp_port": get("DIGIT_SMTP_PORT") or "25",
        "logfile": "",
    }


def addons_path():
    """Our addons, OCA's (in the environment) and Odoo's."""
    oca = paths.site_packages() / "odoo/addons"
    own = [paths.ADDONS] if list(paths.ADDONS.glob("*/__manifest__.py")) else []
    return [*own, oca, *odoo_source.addons_paths()]


def admin_password():
    """The database manager's password: random, kept beside the data."""
    path = paths.HOME / "admin_passwd"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12))
    return path.read_text()


def write(name="odoo.conf", **changes):
    """Fill in the template as ``name``; returns the path."""
    path = paths.HOME / name
    text = string.Template(TEMPLATE.read_text()).substitute({**values(), **changes})
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(text)
    fresh.replace(path)
    return path


def environment():
    """The environment that Odoo and the tests run in."""
    found = {**os.environ, **postgres.environment()}
    found["PATH"] = os.pathsep.join(
        [str(paths.BIN), str(paths.PYTHON.parent), str(postgres.program("psql").parent)]
        + [os.environ.get("PATH", os.defpath)]
    )
    found["VIRTUAL_ENV"] = str(paths.VENV)
    found["PYTHONUNBUFFERED"] = "1"
    return found
