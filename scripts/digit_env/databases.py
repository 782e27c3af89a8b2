"""Databases: made once, copied for each use, made again when code changes.

A database is built under another name and renamed when it is complete, so that
an interrupted build is never mistaken for a finished one. What it was built
from stands in its comment.
"""

import contextlib
import os
import re
import shutil
import time

from . import addons, conf, odoo_log, paths, postgres, run, say, stamps

BASE = "digit_base_"
TEMPLATE = "digit_template_"
WARM = "digit_warm_"
DEMO = "digit_demo_"
COPY = "digit_test_"
KEEP = 2  # old templates kept: another test run may be using them
LOADING = re.compile(r"Loading module (\S+) (\(\d+/\d+\))")
WARM_UP = "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()"


def exists(name):
    """Whether the database is there."""
    return bool(postgres.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def comment(name):
    """What the database was built from."""
    rows = postgres.sql(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
        f"WHERE datname = '{name}'"
    )
    return rows[0] if rows else None


def set_comment(name, text):
    """Note what the database was built from."""
    postgres.sql(f"COMMENT ON DATABASE \"{name}\" IS '{text}'")


def filestore(name):
    """The folder of a database's attachments."""
    return paths.DATA / "filestore" / name


def drop(name):
    """Remove a database with its attachments."""
    postgres.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(filestore(name), ignore_errors=True)


def disconnect(name):
    """End other programs' connections; a database in use is not copied."""
    postgres.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{name}' AND pid != pg_backend_pid()"
    )


def copy(source, name):
    """Copy a database; attachments never change, so they are linked."""
    drop(name)
    disconnect(source)
    postgres.sql(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    if filestore(source).is_dir():
        shutil.copytree(filestore(source), filestore(name), copy_function=os.link)


def rename(source, name):
    """Give a database another name."""
    disconnect(source)
    shutil.rmtree(filestore(name), ignore_errors=True)
    if filestore(source).is_dir():
        filestore(source).rename(filestore(name))
    postgres.sql(f'ALTER DATABASE "{source}" RENAME TO "{name}"')


def odoo(database, *args, log, strict=True):
    """Run Odoo on a database to its end; its log must be clean if ``strict``."""
    command = [paths.PYTHON, "-m", "odoo", "-c", conf.write(), "-d", database]
    command += ["--no-http", "--stop-after-init", *args]
    run.logged(
        list(map(str, command)),
        log,
        f"Odoo failed on database {database}",
        measure=lambda: loading(paths.LOGS / log),
        env=conf.environment(),
    )
    found = odoo_log.check_file(paths.LOGS / log)
    if found and strict:
        print("\n".join(found))
        raise say.Failure(f"Odoo complained while working on {database}, see above.")


def loading(log):
    """The last module that Odoo says it is loading, as a progress measure."""
    found = LOADING.findall(log.read_text(errors="replace"))
    return " ".join(found[-1]) if found else "starting"


def warm_up(database):
    """Build the web client's assets now rather than at the first page."""
    command = [paths.PYTHON, "-m", "odoo", "shell", "-c", conf.write()]
    command += ["-d", database, "--no-http"]
    script = paths.HOME / "warm_up.py"
    script.write_text(WARM_UP)
    with script.open() as text:
        run.logged(
            list(map(str, command)),
            "warm-up.log",
            "the web client's assets could not be built",
            env=conf.environment(),
            stdin=text,
        )


def build(name, key, modules=(), source=None, strict=True, warm=False):
    """Make a database from ``source`` or from nothing, with ``modules`` installed."""
    fresh = f"{name}_new"
    drop(fresh)
    if source:
        copy(source, fresh)
    if modules:
        args = ("-i", ",".join(modules))
        odoo(fresh, *args, log=f"install-{name}.log", strict=strict)
    if warm:
        warm_up(fresh)
    drop(name)
    rename(fresh, name)
    set_comment(name, key)


def made(prefix, key, title, **how):
    """The database of a kind that was made from ``key``; made when it is missing."""
    name = prefix + key[:8]
    if comment(name) != key:
        say.step(f"{title} ({name})")
        build(name, key, **how)
        drop_old(prefix, name)
    return name


def base():
    """The database with what our addons stand on."""
    key = addons.environment_hash()
    modules = addons.dependencies()
    return made(BASE, key, "Installing the helpdesk", modules=modules)


def template():
    """The database with our addons, without demo data."""
    with stamps.lock("template"):
        title = "Installing our addons"
        how = {"modules": addons.names(), "source": base()}
        return made(TEMPLATE, addons.code_hash(), title, **how)


def demo():
    """The database with our addons and the demo data."""
    source = template()
    with stamps.lock("template"):
        modules = [addons.DEMO] if addons.DEMO in addons.manifests() else []
        how = {"modules": modules, "source": source}
        return made(DEMO, addons.code_hash(), "Installing the demo data", **how)


def warm():
    """The same with the web client's assets built, for tests in a browser."""
    source = template()
    with stamps.lock("template"):
        title = "Building the web client's assets"
        return made(WARM, addons.asset_hash(), title, source=source, warm=True)


def drop_old(prefix, current):
    """Drop all but the newest databases of a kind."""
    rows = postgres.sql(
        f"SELECT datname FROM pg_database WHERE datname LIKE '{prefix}%' "
        f"AND datname != '{current}' ORDER BY oid DESC OFFSET {KEEP}"
    )
    for name in rows:
        drop(name)


@contextlib.contextmanager
def copied(source, suite):
    """A copy for one use; dropped afterwards."""
    name = f"{COPY}{os.getpid()}_{suite}_{time.monotonic_ns() % 10**6}"
    with stamps.lock("copy"):
        copy(source, name)
    try:
        yield name
    finally:
        drop(name)


def drop_orphans():
    """Drop the copies that a killed test run left behind."""
    for name in postgres.sql(
        f"SELECT datname FROM pg_database WHERE datname LIKE '{COPY}%'"
    ):
        if not os.path.exists(f"/proc/{name[len(COPY) :].split('_')[0]}"):
            drop(name)
