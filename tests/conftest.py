"""What the end-to-end tests stand on: databases, real Odoo servers, a browser.

    def test_login(odoo_server, copy_database, chromium_path):
        with copy_database("login") as database, odoo_server(database) as odoo:
            ...  # odoo.url, odoo.port, odoo.log, odoo.process

A server's log is checked when it stops: an ERROR or an unexpected WARNING fails
the test.
"""

import contextlib
import json
import os
import subprocess
import urllib.request
from types import SimpleNamespace

import pytest
from digit_env import browser, conf, databases, odoo_log, paths, postgres, server


@pytest.fixture(scope="session")
def odoo_env():
    """Paths and environment: ``python``, ``conf``, ``environ``, ``root``, ``logs``.

    PostgreSQL is up once this fixture is there.
    """
    postgres.start()
    return SimpleNamespace(
        pid=os.getpid(),
        python=paths.PYTHON,
        conf=conf.write(),
        environ=conf.environment(),
        root=paths.ROOT,
        logs=paths.LOGS,
    )


@pytest.fixture(scope="session")
def template_database(odoo_env):
    """The name of the database with our addons, without demo data. Only copy it."""
    return databases.warm()


@pytest.fixture(scope="session")
def copy_database(template_database):
    """``with copy_database("name") as database``: a fresh copy of the template.

    ``source=`` copies another database. The copy is dropped at the end.
    """

    def copied(name, source=template_database):
        return databases.copied(source, name)

    return copied


@pytest.fixture(scope="session")
def odoo_server(odoo_env):
    """``with odoo_server(database) as odoo``: a real Odoo process that answers.

    It has ``url``, ``port``, ``gevent_port``, ``log`` (a path), ``process``,
    ``database``, ``stop()``, ``start()`` and ``wait_until_up()``.
    ``args``: more of Odoo's options, such as ``["--smtp=localhost"]``;
    ``env``: more environment variables; ``expected``: patterns of lines above
    INFO that the test provokes on purpose.
    """

    @contextlib.contextmanager
    def serve(database, args=(), env=None, expected=()):
        odoo = make_server(odoo_env, database, args, env)
        try:
            odoo.start()
            odoo.wait_until_up()
            yield odoo
        finally:
            odoo.stop()
        check_log(odoo.log, expected)
        odoo.log.unlink()

    return serve


def make_server(odoo_env, database, args, env):
    """A server on free ports, with a log of its own."""
    log = odoo_env.logs / f"server-{database}.log"
    log.unlink(missing_ok=True)
    ports = server.free_port(), server.free_port()
    return server.Server(database, *ports, log, args, env)


def check_log(log, expected):
    """Fail on lines above INFO, but for the expected ones."""
    found = odoo_log.check_file(log, expected)
    assert not found, f"unexpected lines in {log}:\n" + "\n".join(found)


@pytest.fixture(scope="session")
def odoo_shell(odoo_env):
    """``odoo_shell(database, script)``: run Python in Odoo's shell (``env``).

    Returns what the script printed; fails when it raises. ``env.cr.commit()``
    keeps what it changed.
    """

    def run(database, script):
        command = [odoo_env.python, "-m", "odoo", "shell", "-c", odoo_env.conf]
        command += ["-d", database, "--no-http", "--log-level=warn"]
        done = subprocess.run(
            list(map(str, command)),
            input=script,
            env=odoo_env.environ,
            capture_output=True,
            text=True,
        )
        assert not done.returncode, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def chromium_path():
    """Chromium's path, for Playwright's ``executable_path``."""
    found = browser.path()
    assert found, "there is no `chromium`: run `make test`, which fetches it"
    return found


class Api:
    """Odoo's JSON-2 API, as one user."""

    def __init__(self, url, key):
        self.url = url
        self.headers = {
            "Authorization": f"bearer {key}",
            "Content-Type": "application/json",
        }

    def call(self, model, method, **arguments):
        """Call a method; ``ids`` are those of the records."""
        request = urllib.request.Request(
            f"{self.url}/json/2/{model}/{method}",
            json.dumps(arguments).encode(),
            self.headers,
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def find(self, model, domain, fields):
        """What these fields of the records that match hold."""
        return self.call(model, "search_read", domain=domain, fields=fields)


@pytest.fixture(scope="session")
def make_api():
    """``make_api(url, key)``: see ``Api``."""
    return Api
