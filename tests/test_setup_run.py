"""``make run``: the demo's database is served, its logins work, Ctrl-C ends it."""

import json
import os
import runpy
import signal
import subprocess
import sys
import time
import urllib.request

import pytest
from digit_env import addons, databases, paths, postgres, server

RUN = paths.ROOT / "scripts/run"
UP = 60  # seconds, with other suites beside it; to make a database takes longer


@pytest.fixture(scope="module")
def demo_database(odoo_env):
    """A database such as ``make run`` makes."""
    with databases.copied(databases.demo(), "run") as database:
        yield database


@pytest.fixture
def postgres_in_use():
    """Someone else's connection: PostgreSQL is not stopped under the tests."""
    command = [postgres.program("psql"), "-Xqd", "postgres"]
    env = {**os.environ, **postgres.environment()}
    other = subprocess.Popen([*command, "-c", "SELECT pg_sleep(600)"], env=env)
    yield
    other.kill()
    other.wait()


def start(database, port):
    """Start scripts/run and wait for its last line; returns process and words."""
    env = {**os.environ, "DIGIT_DATABASE": database, "DIGIT_HTTP_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, RUN], env=env, stdout=subprocess.PIPE, text=True
    )
    words = ""
    for line in process.stdout:
        words += line
        if "Ctrl-C stops it all" in line:
            break
    return process, words


def authenticate(port, database, login, password):
    """The user's id, or nothing."""
    call = {"db": database, "login": login, "password": password}
    request = urllib.request.Request(
        f"http://localhost:{port}/web/session/authenticate",
        json.dumps({"jsonrpc": "2.0", "params": call}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as page:
        return json.load(page).get("result", {}).get("uid")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_run_again_is_up_soon_and_ends_when_told(demo_database, postgres_in_use, stop):
    port = server.free_port()
    databases.set_comment(demo_database, addons.code_hash())
    begin = time.monotonic()
    process, words = start(demo_database, port)
    try:
        assert f"DIGIT Support is at http://localhost:{port}\n" in words
        assert time.monotonic() - begin < UP, words
        assert not {"Creating", "Installing", "upgrading"} & set(words.split()), words
        for __, login, password in runpy.run_path(str(RUN))["logins"]():
            assert login in words
            assert authenticate(port, demo_database, login, password)
    finally:
        process.send_signal(stop)
        process.communicate(timeout=30)
    assert process.returncode == 0
    assert not server_answers(port)
    assert postgres.is_up()


def server_answers(port):
    """Whether something listens there."""
    try:
        return bool(urllib.request.urlopen(f"http://localhost:{port}", timeout=2))
    except OSError:
        return False
