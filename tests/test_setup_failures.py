"""What goes wrong is told in one sentence, without a traceback."""

import os
import socket
import subprocess
import sys

import pytest
from digit_env import apt, odoo_source, paths, python_env, run, say, server, setup

NOWHERE = "http://127.0.0.1:9"  # a proxy that refuses at once


def set_up(tmp_path, **variables):
    """Run scripts/setup in an empty folder; returns its exit code and words."""
    env = {**os.environ, "DIGIT_HOME": str(tmp_path / "home"), **variables}
    command = [sys.executable, paths.ROOT / "scripts/setup"]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    return done.returncode, done.stderr


def test_no_network(tmp_path):
    proxies = dict.fromkeys(("http_proxy", "https_proxy"), NOWHERE)
    code, words = set_up(tmp_path, ODOO_HOME="", **proxies)
    assert code == 1
    assert "Stopped: Debian's package lists could not be fetched" in words
    assert "check the network" in words
    assert "Traceback" not in words


def test_odoo_home_that_is_no_checkout(tmp_path):
    code, words = set_up(tmp_path, ODOO_HOME=str(tmp_path))
    assert code == 1
    assert words.strip() == (
        f"Stopped: ODOO_HOME={tmp_path} is not a checkout of Odoo 19.0."
    )


def test_a_port_in_use():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(say.Failure, match=f"port {port} .*DIGIT_HTTP_PORT=PORT"):
            server.check_port(port, "DIGIT_HTTP_PORT")


def test_a_python_that_is_too_old(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(say.Failure, match=r"Python 3\.10 or newer .* Python 3\.9"):
        python_env.check_python()


def test_a_python_without_venv(monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(say.Failure, match="apt-get install python3-venv"):
        python_env.check_python()


def test_a_package_that_is_gone_from_pypi():
    output = "ERROR: No matching distribution found for lxml==0.1\n"
    assert python_env.explain(output).startswith("lxml==0.1 is not to be had")


def test_pip_without_network():
    output = "WARNING: Retrying\nERROR: No matching distribution found for a==1\n"
    assert "check the network" in python_env.explain(output)


def test_a_package_that_is_gone_from_debian(monkeypatch, tmp_path):
    monkeypatch.setattr(apt, "write_sources", lambda suites: tmp_path / "none")
    monkeypatch.setattr(apt, "options", lambda sources=None: [])
    monkeypatch.setattr(run, "logged", lambda *args, **options: None)
    monkeypatch.setattr(apt, "known", lambda name, private: False)
    with pytest.raises(say.Failure, match="no longer carries odoo-19: set ODOO_HOME"):
        apt.download({"odoo-19": "sid"}, tmp_path / "debs")


def test_a_machine_that_is_not_debian(monkeypatch):
    monkeypatch.setattr(apt.shutil, "which", lambda name: None)
    with pytest.raises(say.Failure, match="not a Debian machine"):
        apt.mirror()


def test_a_disk_that_is_too_small(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "HOME", tmp_path)
    monkeypatch.setattr(paths, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(setup, "DISK", 10**9)
    with pytest.raises(say.Failure, match="GB of disk are needed"):
        setup.check_disk()


def test_a_disk_that_fills_up(tmp_path):
    log = tmp_path / "log"
    log.write_text("tar: x: Cannot write: No space left on device")
    assert run.explain(log, "other").startswith("the disk is full")


def test_an_address_of_a_postgresql_that_does_not_answer(tmp_path):
    script = "from digit_env import postgres, say; say.main(postgres.start)"
    env = {**os.environ, "PGHOST": str(tmp_path), "PYTHONPATH": "scripts"}
    env.pop("DIGIT_EMBEDDED", None)
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command, env=env, cwd=paths.ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert f"no PostgreSQL answers at PGHOST={tmp_path}" in done.stderr


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "home").write_text("a file is in the way")
    code, words = set_up(tmp_path)
    assert code == 1
    assert words.strip() == f"Stopped: File exists: {tmp_path / 'home'}."


def test_the_list_of_packages_can_be_read():
    packages = {name: suite for suite, name, __ in odoo_source.wanted()}
    assert packages["odoo-19"] == "sid"
    assert packages["fonts-font-awesome"] == "bookworm"
