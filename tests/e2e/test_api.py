"""An app sends the same report several times at the same moment: one ticket."""

import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
import requests

ROUNDS = int(os.environ.get("DIGIT_ROUNDS", "20"))
PARALLEL = (2, 3, 4, 5)

SET_UP = """
import json

client = env["digit.api.client"].create({
    "name": "Field App",
    "programme_id": env.ref("digit_support.digit_programme_urban").id,
    "minute_limit": 10**6,
    "day_limit": 10**6,
})
key = client._make_key("Tablets", False)
env.cr.commit()
print(json.dumps({"key": key, "user": client.user_id.id}))
"""
COUNT = """
domain = [("create_uid", "=", {user})]
print(env["helpdesk.ticket"].with_context(active_test=False).search_count(domain))
"""


@pytest.fixture(scope="module")
def world(copy_database, odoo_shell, odoo_server):
    """A server with an app that may report, and nothing reported."""
    with copy_database("api") as database:
        app = json.loads(odoo_shell(database, SET_UP).splitlines()[-1])
        with odoo_server(database) as odoo:
            yield SimpleNamespace(
                url=f"{odoo.url}/digit/api/v1/tickets",
                headers={"Authorization": f"Bearer {app['key']}"},
                count=lambda: int(odoo_shell(database, COUNT.format(**app))),
            )


def send_at_once(world, report, number):
    """Send the same report from ``number`` devices at the same moment."""
    barrier = threading.Barrier(number)

    def send(_device):
        barrier.wait()
        return requests.post(world.url, json=report, headers=world.headers, timeout=60)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(send, range(number)))


def test_same_report_at_the_same_moment(world):
    for number in range(ROUNDS):
        report = {
            "client_id": f"report-{number:04}",
            "subject": f"Report {number}",
            "description": "The tablet was offline.",
            "attachments": [{"name": "log.txt", "content": "bG9n"}],
        }
        answers = send_at_once(world, report, PARALLEL[number % len(PARALLEL)])
        assert {answer.status_code for answer in answers} == {201}
        [_same] = {answer.text for answer in answers}
        replayed = [answer.headers.get("Idempotent-Replayed") for answer in answers]
        assert replayed.count(None) == 1
    assert world.count() == ROUNDS


def test_another_content_at_the_same_moment(world):
    before = world.count()
    reports = [
        {"client_id": "twice-0001", "subject": text, "description": "x"}
        for text in ("One", "Two")
    ]
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(
            lambda report: requests.post(
                world.url, json=report, headers=world.headers, timeout=60
            ),
            reports,
        )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert world.count() == before + 1


def test_body_that_is_too_large(world):
    answer = requests.post(
        world.url,
        data=b'{"description": "' + b"x" * 40_000_000 + b'"}',
        headers={**world.headers, "Content-Type": "application/json"},
        timeout=60,
    )
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_twenty_five_megabytes(world):
    part = "A" * (2_500_000 // 3 * 4)
    report = {
        "client_id": "large-0001",
        "subject": "Large",
        "description": "Ten photos.",
        "attachments": [{"name": f"{n}.bin", "content": part} for n in range(10)],
    }
    answer = requests.post(world.url, json=report, headers=world.headers, timeout=60)
    assert answer.status_code == 201, answer.text
