"""Nothing above INFO stands in a log unexplained."""

import subprocess
import sys

import pytest
from digit_env import odoo_log, paths

TIME = "2026-11-22 02:19:41,920 5470"


@pytest.mark.parametrize("level", ["WARNING", "ERROR", "CRITICAL"])
def test_a_severe_line_is_a_complaint(level):
    line = f"{TIME} {level} digit odoo.registry: Failed to load registry"
    assert odoo_log.complaints([line]) == [line]


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
def test_other_lines_are_not(level):
    line = f"{TIME} {level} digit odoo.registry: an ERROR in a text"
    assert not odoo_log.complaints([line])


def test_lines_without_a_database_count():
    line = f"{TIME} ERROR ? odoo.http: no database"
    assert odoo_log.complaints([line]) == [line]


def test_a_test_may_name_the_lines_that_it_provokes():
    line = f"{TIME} WARNING digit odoo.addons.mail: bounced on purpose"
    assert not odoo_log.complaints([line], expected=["odoo.addons.mail: bounced"])


def test_a_query_that_odoo_tries_again_is_no_complaint():
    query = f"{TIME} ERROR d odoo.sql_db: bad query: UPDATE a"
    again = "ERROR: could not serialize access due to concurrent update"
    after = f"{TIME} INFO d odoo.service.model: retrying"
    assert not odoo_log.complaints([query, again, after])
    assert odoo_log.complaints([query, "ERROR: no such column", after]) == [query]
    assert odoo_log.complaints([query, after, again]) == [query]


def test_the_program_fails_and_shows_the_line(tmp_path):
    log = tmp_path / "odoo.log"
    log.write_text(f"{TIME} INFO d a: fine\n{TIME} ERROR d a: wrong\n")
    command = [sys.executable, paths.ROOT / "scripts/check_log.py", log]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout.endswith("ERROR d a: wrong\n")
