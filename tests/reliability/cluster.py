"""A PostgreSQL of the tests' own that keeps what it has acknowledged.

The one of `make test` trades durability for speed: after a crash it proves nothing.
"""

import os
import shutil
import signal
import subprocess
import time

import psycopg2
from digit_env import paths, postgres, run

# After a crash all its files are synced before recovery: at once, rather than one
# after another, which takes half a minute for the thousands of files of Odoo.
SETTINGS = """
fsync = on
full_page_writes = on
synchronous_commit = on
recovery_init_sync_method = syncfs
track_commit_timestamp = on
listen_addresses = ''
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
max_wal_size = 4GB
wal_level = replica
max_wal_senders = 0
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
port = 5432
"""
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


class Cluster:
    """A server with full durability that may be stopped and killed at any time."""

    def __init__(self, pid=None):
        home, pid = postgres.home(), pid or os.getpid()
        self.folder = home.with_name(f"{home.name}-durable-{pid}")
        self.socket = f"/tmp/digit-{paths.KEY}-{pid}"

    def make(self):
        """An empty server, up."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for folder in (self.folder, self.folder / "data"):
            folder.mkdir(mode=0o755)
            postgres.make_folder(folder)
        os.makedirs(self.socket, exist_ok=True)
        postgres.make_folder(type(self.folder)(self.socket))
        command = [postgres.program("initdb"), "-D", self.folder / "data"]
        command += ["-U", postgres.ROLE, "-A", "trust", "-E", "UTF8"]
        command += ["--locale=C.UTF-8"]
        self._run(command)
        settings = f"{SETTINGS}unix_socket_directories = '{self.socket}'\n"
        (self.folder / "data/postgresql.conf").write_text(settings)
        self.start()
        for name in DURABLE:
            assert self.ask(f"SHOW {name}") == [("on",)]

    def _run(self, command):
        command = list(map(str, command))
        run.logged(command, "durable.log", f"{command[0]}", **postgres.as_server())

    def _control(self, *options):
        return [postgres.program("pg_ctl"), "-D", self.folder / "data", "-w", *options]

    def start(self):
        """Start it; recovery is over when it is up."""
        log = self.folder / "data/server.log"
        self._run(self._control("-s", "-t", "120", "-l", log, "start"))

    def stop(self, mode="fast"):
        """Stop it; ``immediate`` is what a power cut leaves, as far as one can."""
        self._run(self._control("-s", "-m", mode, "stop"))

    @classmethod
    def remove_orphans(cls):
        """Remove the servers that killed test runs left behind."""
        home = postgres.home()
        for folder in home.parent.glob(f"{home.name}-durable-*"):
            pid = folder.name.rpartition("-")[2]
            if not os.path.exists(f"/proc/{pid}"):
                cls(pid).remove()

    def remove(self):
        """Stop it, and leave nothing."""
        if (self.folder / "data/postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.socket, ignore_errors=True)

    @property
    def environ(self):
        """What leads a program to it."""
        return {"PGHOST": self.socket, "PGPORT": "5432", "PGUSER": postgres.ROLE}

    def connect(self, database="postgres"):
        """A connection that commits each statement."""
        connection = psycopg2.connect(
            host=self.socket, port=5432, user=postgres.ROLE, dbname=database
        )
        connection.autocommit = True
        return connection

    def ask(self, query, parameters=None, database="postgres"):
        """The rows of a query, none when it has none."""
        connection = self.connect(database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(query, parameters)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def wait_until_up(self, seconds=120):
        """Wait for the end of a recovery."""
        end = time.monotonic() + seconds
        while True:
            try:
                return self.ask("SELECT 1")
            except psycopg2.OperationalError:
                assert time.monotonic() < end, "PostgreSQL does not come back"
                time.sleep(0.1)

    def fetch(self, source):
        """Copy a database of the ordinary server to this one, under the same name."""
        self.ask(f'CREATE DATABASE "{source}"')
        environ = {**os.environ, **postgres.environment()}
        dump = subprocess.Popen(
            [postgres.program("pg_dump"), "-Fp", source],
            env=environ,
            stdout=subprocess.PIPE,
        )
        command = [postgres.program("psql"), "-Xq", "-v", "ON_ERROR_STOP=1"]
        environ = {**os.environ, **self.environ}
        environ["PGOPTIONS"] = "-c synchronous_commit=off"
        subprocess.run(
            [*map(str, command), "-d", source],
            env=environ,
            stdin=dump.stdout,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        assert dump.wait() == 0
        self.ask("VACUUM ANALYZE", database=source)

    def copy(self, source, name):
        """A copy of one of its databases."""
        self.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = %s AND pid != pg_backend_pid()",
            [source],
        )
        self.ask(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')

    def kill_backend(self, pid):
        """What the kernel does to a process when memory is short."""
        os.kill(pid, signal.SIGKILL)
