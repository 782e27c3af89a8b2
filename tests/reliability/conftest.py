"""What the tests of reliability stand on: a durable PostgreSQL, and a report."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cluster import Cluster
from digit_env import conf, databases, paths, postgres, server

HERE = Path(__file__).parent
REPORT = paths.HOME / "reports" / "reliability.json"
SHELL = """
import json, sys
sys.path.insert(0, {folder!r})
import {module}
print(json.dumps({module}.{function}(env, **json.loads({arguments!r}))))
"""


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL with full durability that holds a copy of the template."""
    postgres.start()
    template = databases.template()
    Cluster.remove_orphans()
    found = Cluster()
    try:
        found.make()
        found.fetch(template)
        found.template = template
        yield found
    finally:
        found.remove()


@pytest.fixture
def database(cluster, request):
    """A fresh copy of the template on the durable PostgreSQL."""
    name = request.node.name.partition("[")[0][:60]
    cluster.copy(cluster.template, name)
    return name  # it goes with the server


@pytest.fixture
def inside(cluster, database):
    """``inside("module", "function", **arguments)``: call it within Odoo's shell."""

    def called(module, function, **arguments):
        done = subprocess.run(
            get_shell(database),
            input=write_call(module, function, arguments),
            env={**conf.environment(), **cluster.environ},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert not done.returncode, f"{module}.{function} failed, see above"
        return json.loads(done.stdout.splitlines()[-1])

    return called


@pytest.fixture
def beside(cluster, database):
    """``with beside("module", "function")``: the same, which goes on until it is left.

    Its log is not judged: it tells of what is done to it.
    """

    @contextlib.contextmanager
    def called(module, function, **arguments):
        log = paths.LOGS / f"reliability-{database}-{function}.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                get_shell(database),
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**conf.environment(), **cluster.environ},
                text=True,
                start_new_session=True,
            )
        try:
            process.stdin.write(write_call(module, function, arguments))
            process.stdin.close()
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    return called


def get_shell(database):
    """The command of Odoo's shell."""
    command = [paths.PYTHON, "-m", "odoo", "shell", "-c", conf.write()]
    command += ["-d", database, "--no-http", "--log-level=critical"]
    return list(map(str, command))


def write_call(module, function, arguments):
    """A script for Odoo's shell that calls a function of a file beside this one."""
    return SHELL.format(
        folder=str(HERE),
        module=module,
        function=function,
        arguments=json.dumps(arguments),
    )


@pytest.fixture
def serve(cluster, database):
    """``with serve("name") as odoo``: an Odoo process with two threads for jobs.

    ``options``: more of Odoo's; ``jobs``: another number of threads. Its log is not
    judged: it tells of what is done to it.
    """

    @contextlib.contextmanager
    def served(name, *options, jobs=2):
        log = paths.LOGS / f"reliability-{database}-{name}.log"
        log.unlink(missing_ok=True)
        ports = server.free_port(), server.free_port()
        args = [f"--max-cron-threads={jobs}", *options]
        odoo = server.Server(database, *ports, log, args, cluster.environ)
        try:
            odoo.start()
            yield odoo
        finally:
            odoo.stop()

    return served


@pytest.fixture
def report(request, capsys):
    """``report(**figures)``: print what a test did and found, and keep it."""
    began = time.monotonic()

    def reported(**figures):
        name = request.node.name
        figures["seconds"] = round(time.monotonic() - began)
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        found = json.loads(REPORT.read_text()) if REPORT.exists() else {}
        found[name] = {"at": time.strftime("%F %T"), **figures}
        REPORT.write_text(json.dumps(found, indent=2) + "\n")
        with capsys.disabled():
            print(f"\n{name}: {json.dumps(figures)}", file=sys.stderr)

    return reported
