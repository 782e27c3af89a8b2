"""A step is done once, again when its inputs change, again when interrupted."""

import re

import pytest
from digit_env import addons, conf, databases, paths, postgres, stamps


@pytest.fixture
def done(monkeypatch, tmp_path):
    """The keys with which the step was done, in order; and a way to ask for it."""
    monkeypatch.setattr(paths, "STAMPS", tmp_path)
    keys = []
    return keys, lambda key: stamps.once("s", key, "A step", lambda: keys.append(key))


def test_a_step_is_done_once(done):
    keys, ask = done
    ask("a")
    ask("a")
    assert keys == ["a"]


def test_changed_inputs_have_it_done_again(done):
    keys, ask = done
    ask("a")
    ask("b")
    assert keys == ["a", "b"]


def test_an_interrupted_step_is_done_again(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "STAMPS", tmp_path)
    stamps.once("s", "a", "A step", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        stamps.once("s", "b", "A step", interrupt)
    calls = []
    stamps.once("s", "a", "A step", lambda: calls.append(1))
    assert calls


def interrupt():
    """What Ctrl-C does."""
    raise KeyboardInterrupt


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_requirement_is_pinned_exactly(name):
    lines = (paths.CONFIG / name).read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    for pin in pins:
        assert re.fullmatch(r"[\w.-]+==[\w.]+(; python_version (<|>=) \"3\.11\")?", pin)


def test_a_changed_addon_changes_the_code_hash(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "ADDONS", tmp_path)
    code = tmp_path / "a/models/a.py"
    code.parent.mkdir(parents=True)
    code.write_text("x = 1")
    before = addons.code_hash()
    left_by_tests = tmp_path / ".hypothesis/constants"
    left_by_tests.parent.mkdir()
    left_by_tests.write_text("7")
    assert addons.code_hash() == before
    (tmp_path / "a/tests").mkdir()
    (tmp_path / "a/tests/test_a.py").write_text("y = 1")
    assert addons.code_hash() == before
    code.write_text("x = 2")
    assert addons.code_hash() != before


def test_the_configuration_is_filled_in(monkeypatch):
    monkeypatch.setenv("DIGIT_HTTP_PORT", "18069")
    monkeypatch.setenv("DIGIT_SMTP_HOST", "mail.example")
    text = conf.write("test-setup.conf").read_text()
    assert "http_port = 18069\n" in text
    assert "gevent_port = 18072\n" in text
    assert "smtp_server = mail.example\n" in text
    assert "${" not in text


def test_a_database_is_copied_renamed_and_dropped(odoo_env):
    first = f"{databases.COPY}{odoo_env.pid}_first"
    second = f"{databases.COPY}{odoo_env.pid}_second"
    postgres.sql(f'CREATE DATABASE "{first}" TEMPLATE template0')
    attachment = databases.filestore(first) / "ab/abcd"
    attachment.parent.mkdir(parents=True)
    attachment.write_text("text")
    with databases.copied(first, "copy") as copy:
        assert (databases.filestore(copy) / "ab/abcd").read_text() == "text"
    assert not databases.exists(copy)
    databases.rename(first, second)
    databases.set_comment(second, "made from this")
    assert not databases.exists(first)
    assert databases.comment(second) == "made from this"
    assert (databases.filestore(second) / "ab/abcd").exists()
    databases.drop(second)
    assert not databases.exists(second)
    assert not databases.filestore(second).exists()
