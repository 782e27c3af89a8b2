"""A running Odoo: started, waited for, stopped."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from . import conf, paths, say

STOP = 15  # seconds that Odoo gets to end by itself


def free_port():
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def check_port(port, variable):
    """Refuse a port that is in use."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise say.Failure(
                f"port {port} cannot be used ({error.strerror}): stop the program "
                f"that has it, or choose another with {variable}=PORT."
            ) from None


class Server:
    """An Odoo process that serves one database."""

    def __init__(self, database, port, gevent_port, log, args=(), env=None):
        self.database = database
        self.port = port
        self.gevent_port = gevent_port
        self.url = f"http://localhost:{port}"
        self.log = log
        self.args = list(args)
        self.env = {**conf.environment(), **(env or {})}
        self.process = None

    def command(self):
        """The command line."""
        return [
            *map(str, (paths.PYTHON, "-m", "odoo", "-c", conf.write())),
            f"--database={self.database}",
            f"--db-filter=^{self.database}$",
            f"--http-port={self.port}",
            f"--gevent-port={self.gevent_port}",
            *self.args,
        ]

    def start(self):
        """Start it in a session of its own, so that we alone stop it."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.env,
                start_new_session=True,
            )

    def wait_until_up(self, seconds=60):
        """Wait until it answers."""
        end = time.monotonic() + seconds
        while not self.answers():
            if self.process.poll() is not None:
                raise say.Failure(f"Odoo ended while starting (log: {self.log}).")
            if time.monotonic() > end:
                raise say.Failure(f"Odoo does not answer (log: {self.log}).")
            time.sleep(0.1)

    def answers(self):
        """Whether the database's health page is served."""
        try:
            with urllib.request.urlopen(
                f"{self.url}/web/health?db_server_status=1", timeout=5
            ) as page:
                return page.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def stop(self):
        """End it, with all its workers."""
        if not self.process:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
