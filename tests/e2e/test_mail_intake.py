"""A thousand mails by three ways, while everything fails: none lost, none twice."""

import json
import os
import random
import re
import signal
import subprocess
import threading
import time
import urllib.error
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
import requests
from gateway import get_gateway
from mailboxes import Imap, Mailbox, Pop3

# `make test-long` does more of everything (scripts/test)
SCALE = int(os.environ.get("DIGIT_SCALE", "1"))
MAILS = 50 * SCALE
KILLS = 2 + 12 * SCALE // 5  # 50 in `make test-long` (R5)
RUNS = int(os.environ.get("DIGIT_RUNS", "1"))
# the same mail, the same form in several transactions at once: of all runs 500 (R6)
TWICE = -(-25 * SCALE // RUNS)
FORMS_A_MINUTE = 10  # of one user
PATIENCE = 60 + 150 * SCALE  # seconds for all of it

DOMAIN = "support.example.org"
TEAM = f"digit-urban@{DOMAIN}"
AGENT = "ravi@egov.example.org"
# What the faults make Odoo say.
EXPECTED = [
    "xmlrpc.* are deprecated in Odoo 19",
    "bad query",
    "could not serialize access",
    "bounced on purpose",
    "Failed to properly finish",
]

SET_UP = """
import json
from odoo.fields import Command

env["mail.alias.domain"].create({{"name": "{domain}"}})
env["res.users"].with_context(no_reset_password=True).create(
    {{"name": "Ravi", "login": "{agent}", "email": "{agent}",
      "group_ids": [Command.set([env.ref("digit_support.digit_support_group_l1").id])]}}
)
env["res.users"].with_context(no_reset_password=True).create([
    {{"name": f"Reporter {{n}}", "login": f"reporter-{{n}}@portal.example.org",
      "email": f"reporter-{{n}}@portal.example.org", "password": "reporter-password",
      "group_ids": [Command.set(
          [env.ref("digit_support.digit_support_group_partner_member").id])]}}
    for n in range({users})
])
servers = env["fetchmail.server"].create([
    {{"name": kind, "server_type": kind, "server": "127.0.0.1", "port": port,
      "user": "odoo", "password": "odoo", "state": "done"}}
    for kind, port in {ports}.items()
])
admin = env.ref("base.user_admin")
key = env["res.users.apikeys"].with_user(admin)._generate("rpc", "test", None)
env.cr.execute('''
    CREATE FUNCTION fail_now_and_then() RETURNS trigger AS $$
    BEGIN
        IF random() < TG_ARGV[0]::float THEN
            RAISE 'could not serialize access, on purpose' USING ERRCODE = '40001';
        END IF;
        IF to_jsonb(NEW)->>'name' LIKE 'Poison%' THEN
            RAISE 'bounced on purpose';
        END IF;
        RETURN NEW;
    END $$ LANGUAGE plpgsql;
    CREATE TRIGGER fail BEFORE INSERT ON helpdesk_ticket
        FOR EACH ROW EXECUTE FUNCTION fail_now_and_then('0.1');
    CREATE CONSTRAINT TRIGGER fail_late AFTER INSERT ON mail_message
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION fail_now_and_then('0.05');
''')
env.cr.commit()
print(json.dumps({{"key": key, "servers": servers.ids}}))
"""


def write_mail(number, way):
    """A mail, and now and then one that cannot or must not become a ticket."""
    sender, subject = f"reporter-{way}-{number}@example.org", "Payments fail"
    if number % 20 == 3:
        subject = "Poison"
    if number % 20 == 7:
        sender = AGENT
    return (
        f"From: Reporter <{sender}>\r\nTo: {TEAM}\r\nSubject: {subject}\r\n"
        f"Message-ID: <{number}@{way}.example.org>\r\n\r\nCitizens cannot pay.\r\n"
    ).encode()


def write_mails(way):
    """A third of all."""
    return [write_mail(number, way) for number in range(MAILS // 3 + 1)]


def split_forms():
    """The numbers of the forms, as many to a user as one may send in a minute."""
    return [
        range(first, min(first + FORMS_A_MINUTE, TWICE))
        for first in range(0, TWICE, FORMS_A_MINUTE)
    ]


@pytest.fixture(scope="module", params=range(RUNS))
def world(copy_database, odoo_shell, odoo_server, make_api):
    """An Odoo in which a tenth of all transactions fails, and two mailboxes."""
    with (
        copy_database("intake") as database,
        Mailbox(write_mails("pop"), Pop3) as pop,
        Mailbox(write_mails("imap"), Imap) as imap,
    ):
        ports = {"pop": pop.port, "imap": imap.port}
        script = SET_UP.format(
            domain=DOMAIN, agent=AGENT, ports=ports, users=len(split_forms())
        )
        known = json.loads(odoo_shell(database, script).splitlines()[-1])
        options = ["--max-cron-threads=0"]
        with odoo_server(database, options, expected=EXPECTED) as odoo:
            api = make_api(odoo.url, known["key"])
            yield SimpleNamespace(
                odoo=odoo, api=api, boxes=(pop, imap), servers=known["servers"]
            )


def pipe(world, mail):
    """What a mail server does with a mail until it is rid of it.

    :return: how often it was told to come back
    """
    for tries in range(PATIENCE):
        command = get_gateway(world.odoo, "--retry-status")
        done = subprocess.run(command, input=mail, check=False)
        if not done.returncode:
            return tries
        time.sleep(random.uniform(0.2, 1))
    raise AssertionError("the gateway does not take this mail")


def fetch(world, server_id):
    """Press the button that fetches mail, whatever comes of it."""
    try:
        world.api.call("fetchmail.server", "fetch_mail", ids=[server_id])
    except (OSError, urllib.error.URLError, ValueError):
        time.sleep(0.5)  # killed, or it will be told in the log


def fetch_all(world):
    """Fetch until both mailboxes are empty."""
    end = time.monotonic() + PATIENCE
    while any(box.waiting for box in world.boxes) and time.monotonic() < end:
        for server_id, box in zip(world.servers, world.boxes, strict=True):
            if box.waiting:
                fetch(world, server_id)


def kill(odoo, times, count_taken, is_over):
    """Kill Odoo so often, spread over the work, and start it again."""
    for number in range(times):
        due = 3 * (MAILS // 3 + 1) * (number + random.random()) / times
        while count_taken() < due and not is_over.wait(0.2):
            pass
        os.killpg(odoo.process.pid, signal.SIGKILL)
        odoo.process.wait()
        odoo.start()
        odoo.wait_until_up()
        is_over.wait(random.uniform(0, 2))


@pytest.fixture(scope="module")
def taken(world):
    """All mails have been taken in."""
    start, is_over, piped = time.monotonic(), threading.Event(), []

    def count_taken():
        return len(piped) + sum(len(box.handled) for box in world.boxes)

    with ThreadPoolExecutor(8) as pool:
        killing = pool.submit(kill, world.odoo, KILLS, count_taken, is_over)
        fetching = pool.submit(fetch_all, world)
        piping = pool.map(lambda mail: pipe(world, mail), write_mails("gate"))
        for tries in piping:
            piped.append(tries)
        fetching.result()
        is_over.set()
        killing.result()
    print(
        f"{count_taken()} mails in {time.monotonic() - start:.0f} s, "
        f"{KILLS} kills, {sum(piped)} deliveries again"
    )
    return [*write_mails("pop"), *write_mails("imap"), *write_mails("gate")]


def find_kept(world):
    """The Message-IDs that became messages of tickets, and those that are held."""
    messages = world.api.find(
        "mail.message",
        [("model", "=", "helpdesk.ticket"), ("message_type", "=", "email")],
        ["message_id"],
    )
    held = world.api.find("digit.mail.quarantine", [], ["headers", "cause"])
    return (
        [message["message_id"] for message in messages],
        [get_message_id(mail["headers"]) for mail in held],
    )


def get_message_id(text):
    lines = (line for line in text.splitlines() if line.startswith("Message-ID:"))
    return next(lines).partition(" ")[2]


class TestMailIntake:
    """Serialization errors, poisoned mails, forgeries, and a fetcher that is killed."""

    def test_none_is_lost_and_none_comes_twice(self, world, taken):
        tickets, held = find_kept(world)
        expected = Counter(get_message_id(mail.decode()) for mail in taken)
        found = Counter(tickets + held)
        print(f"{len(taken)} mails: {len(tickets)} tickets, {len(held)} held")
        assert found == expected

    def test_each_ticket_has_one_mail(self, world, taken):
        domain = [("partner_email", "like", "reporter-")]
        tickets = world.api.find("helpdesk.ticket", domain, ["partner_email"])
        senders = Counter(ticket["partner_email"] for ticket in tickets)
        assert set(senders.values()) == {1}
        assert len(senders) == len(find_kept(world)[0])

    def test_what_fails_or_is_forged_is_held(self, world, taken):
        _tickets, held = find_kept(world)
        odd = [mail for mail in taken if b"Poison" in mail or AGENT.encode() in mail]
        assert sorted(held) == sorted(get_message_id(m.decode()) for m in odd)

    def test_the_mailboxes_are_empty(self, world, taken):
        assert not [box.waiting for box in world.boxes if box.waiting]

    def test_the_same_mail_at_once_is_one_ticket(self, world, taken):
        mails = [write_mail(20 * number, "twice") for number in range(TWICE)]
        chance = random.Random(5)
        copies = [mail for mail in mails for _copy in range(chance.randint(2, 5))]
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda mail: pipe(world, mail), copies))
        domain = [("partner_email", "like", "reporter-twice-")]
        tickets = world.api.find("helpdesk.ticket", domain, ["partner_email"])
        assert Counter(ticket["partner_email"] for ticket in tickets) == Counter(
            f"reporter-twice-{20 * number}@example.org" for number in range(TWICE)
        )

    def test_a_form_sent_several_times_at_once_is_one_ticket(self, world, taken):
        with ThreadPoolExecutor(6) as pool:
            for number, forms in enumerate(split_forms()):
                session = log_in(world.odoo.url, number)
                sent = [self._prepare(session, world.odoo.url, form) for form in forms]
                clicks = [data for data in sent for _click in range(3)]
                answers = pool.map(
                    lambda data, session=session: send_form(
                        session, world.odoo.url, data
                    ),
                    clicks,
                )
                assert {answer.status_code for answer in answers} <= {302, 303}
        domain = [("name", "like", "Double click")]
        tickets = world.api.find("helpdesk.ticket", domain, ["name"])
        assert Counter(ticket["name"] for ticket in tickets) == Counter(
            f"Double click {number}." for number in range(TWICE)
        )

    def _prepare(self, session, url, number):
        page = session.get(f"{url}/new/ticket", timeout=PATIENCE).text
        names = ("csrf_token", "once")
        hidden = {name: find_value(page, name) for name in names}
        return {
            **hidden,
            "subject": f"Double click {number}.",
            "description": "Since nine.",
        }


def find_value(page, name):
    """The value of a hidden field of the form."""
    found = re.search(f'name="{name}"[^>]*value="([^"]+)"', page)
    assert found, page
    return found[1]


def log_in(url, number):
    session = requests.Session()
    page = session.get(f"{url}/web/login", timeout=PATIENCE).text
    session.post(
        f"{url}/web/login",
        data={
            "login": f"reporter-{number}@portal.example.org",
            "password": "reporter-password",
            "csrf_token": find_value(page, "csrf_token"),
        },
        timeout=PATIENCE,
    )
    return session


def send_form(session, url, data):
    """Press the button; again when the server says that it is too busy."""
    for _try in range(10):
        answer = session.post(
            f"{url}/submitted/ticket",
            data=data,
            allow_redirects=False,
            timeout=PATIENCE,
        )
        if answer.status_code < 500:
            break
    return answer
