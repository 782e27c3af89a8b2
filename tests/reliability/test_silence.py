"""Silence is noticed: jobs, fetching or sending really stop, again and again (R11).

What is asked is what people and monitoring ask: the health page, without a login, and
the list of the operations manager.
"""

import json
import urllib.error
import urllib.request
from contextlib import ExitStack
from types import SimpleNamespace

import pytest
from mailboxes import Mailbox, Pop3
from moody_server import MoodyServer
from patience import Patience
from sizes import size
from steps import INBOX

STOPS = size("SILENCES", 1)  # of each kind
EACH = 6  # tickets at each
START = 150  # seconds before its step is due that a clock starts
ALLOWED = 5  # minutes
HEARTBEAT = 10  # minutes until whoever watches from outside has to know
HALF = 30  # seconds
QUEUED = {1: (1, 2), 4: (3, 4)}  # the mails of which tickets, before which minute
SERVERS = ("Here", "There")
# What is wrong once no job has run for ten minutes.
JOBLESS = {"jobs", "health_job", "escalations", "mail_fetch"}
NOBODY = "nobody@example.org"

LAUNCH = """
    WITH launched AS (
        UPDATE digit_sla_clock clock SET started = given.start,
            deadline = given.start + interval '300 seconds',
            risk_date = given.start + interval '225 seconds',
            escalation_date = given.due
        FROM (SELECT to_timestamp(%(due)s) at time zone 'UTC' AS due,
                     to_timestamp(%(start)s) at time zone 'UTC' AS start) given
        WHERE clock.ticket_id IN (
            SELECT id FROM helpdesk_ticket WHERE number = %(number)s)
        RETURNING clock.id, given.start
    )
    UPDATE digit_sla_clock_event event SET moment = launched.start
    FROM launched WHERE event.clock_id = launched.id
"""
ACTED = """
    SELECT ticket.number, count(*) FROM digit_escalation_task task
    JOIN helpdesk_ticket ticket ON ticket.id = task.ticket_id
    WHERE task.state = 'done' GROUP BY ticket.number
"""
TICKETS = "SELECT number, id FROM helpdesk_ticket WHERE number LIKE 'T%%'"


@pytest.fixture
def desk(inside, cluster, database, serve, make_api):
    """A support desk at work: one process for people, one for the jobs."""
    with ExitStack() as stack:
        boxes = {name: stack.enter_context(Mailbox([], Pop3)) for name in SERVERS}
        post = stack.enter_context(MoodyServer())
        known = inside(
            "silence",
            "prepare",
            steps=[INBOX],
            tickets=STOPS * EACH,
            ports={name: box.port for name, box in boxes.items()},
        )
        mail = "--smtp=127.0.0.1", f"--smtp-port={post.port}"
        web = stack.enter_context(serve("web", jobs=0))
        jobs = stack.enter_context(serve("jobs", *mail))
        web.wait_until_up(120)
        jobs.wait_until_up(120)
        time = Patience(cluster, database, jobs)
        desk = SimpleNamespace(
            url=web.url,
            time=time,
            post=post,
            boxes=boxes,
            checks=known["checks"],
            ask=lambda query, values=None: cluster.ask(query, values, database),
            manager=make_api(web.url, known["keys"]["manager"]),
            admin=make_api(web.url, known["keys"]["admin"]),
            longest={},
        )
        wait_until_well(desk, 2)
        desk.longest = dict.fromkeys(("noticed", "well"), 0)
        yield desk


def ask_page(desk):
    """What monitoring reads: ``{check: how many}`` of those that fail."""
    try:
        with urllib.request.urlopen(f"{desk.url}/digit/health", timeout=60) as page:
            status, report = page.status, json.load(page)
    except urllib.error.HTTPError as error:
        status, report = error.code, json.load(error)
    failing = {
        name: check["count"]
        for name, check in report["checks"].items()
        if check["status"] == "failing"
    }
    assert (status, report["status"]) == ((503, "failing") if failing else (200, "ok"))
    return failing


def ask_list(desk, code):
    """The names that the operations manager reads after a look."""
    check = desk.checks[code]
    desk.manager.call("digit.health.check", "action_look", ids=[check])
    fields = ["state", "detail"]
    (found,) = desk.manager.find("digit.health.check", [("id", "=", check)], fields)
    assert (found["state"] == "bad") == bool(found["detail"])
    return set((found["detail"] or "").split(", ")) - {""}


def ask_late(desk, code, moments, doubt=0):
    """The names of what is late, which are the right ones, on the page and the list.

    :param moments: {name: since when}
    :param doubt: seconds after which it is noticed at the latest
    """

    def list_late(pause):
        return {name for name, since in moments.items() if since < now() - pause}

    now, allowed = desk.time.now, 60 * ALLOWED
    sure = list_late(allowed + doubt)
    number = ask_page(desk).get(code, 0)
    named = ask_list(desk, code)
    assert sure <= named <= list_late(allowed)
    assert len(sure) <= number <= len(named)
    return named


def wait_until_well(desk, minutes):
    """All is well again so many minutes later at the most, and says so by itself."""
    minute = 0
    while ask_page(desk) and minute < minutes:
        desk.time.pass_a_minute()
        minute += 1
    assert not ask_page(desk)
    desk.time.pass_a_minute()  # the job has looked
    states = desk.manager.find("digit.health.check", [], ["name", "state", "detail"])
    assert not [check for check in states if check["state"] != "well"]
    desk.time.pass_a_minute()  # and whoever is told of it has got the mail
    desk.longest["well"] = max(desk.longest.get("well", 0), minute)


def note(desk, minute):
    desk.longest["noticed"] = max(desk.longest["noticed"], minute)


def test_that_no_job_runs_is_noticed(desk, report):
    names, late = {}, 0
    for stop in range(STOPS):
        assert not ask_page(desk)
        with desk.time.frozen():
            began, dues = desk.time.now(), launch(desk, stop)
            for _minute in range(HEARTBEAT):
                desk.time.pass_a_minute()
                check_no_false_alarm(desk, began)
                found = ask_late(desk, "escalations", dues)
            note(desk, HEARTBEAT)
            assert ask_page(desk).keys() == JOBLESS
        names.update(dues)
        late += len(found)
        desk.time.wait_until_idle()
        wait_until_well(desk, 1)
        # each step has acted after all, and once
        assert dict(desk.ask(ACTED)) == dict.fromkeys(names, 1)
    report(stops=STOPS, due=len(names), late=late, **desk.longest)


def check_no_false_alarm(desk, began, allowed=()):
    """Nothing is told before five minutes are over, and then only what is so."""
    failing = ask_page(desk)
    is_early = desk.time.now() - began < 60 * ALLOWED
    assert not failing or not is_early
    assert not allowed or failing.keys() <= set(allowed)
    return failing


def launch(desk, stop):
    """One ticket more is due in each minute. :return: {ticket: when}"""
    now, dues = desk.time.now(), {}
    for place in range(EACH):
        number = f"T{stop * EACH + place + 1}"
        dues[number] = now + 60 * place + HALF
        due = desk.time.to_sql(dues[number])
        values = {"number": number, "due": due, "start": due - START}
        desk.ask(LAUNCH, values)
    return dues


@pytest.mark.long
def test_that_no_mail_leaves_is_noticed(desk, report):
    tickets, names = dict(desk.ask(TICKETS)), 0
    for stop in range(STOPS):
        assert not ask_page(desk)
        desk.post.be("refuse")
        began, waiting = desk.time.now(), {}
        for minute in range(1, ALLOWED + 3):
            for place in QUEUED.get(minute, ()):
                number = f"T{stop * EACH + place}"
                waiting[number] = desk.time.now()
                queue(desk, tickets[number])
            desk.time.pass_a_minute()
            # the first try comes within a minute; until then nothing has failed
            found = ask_late(desk, "mail_waiting", waiting, doubt=60 + HALF)
            check_no_false_alarm(desk, began, ["mail_waiting"])
        note(desk, minute)
        names += len(found)
        desk.post.be("well")
        wait_until_well(desk, ALLOWED)
        sent = [to for to, _identity in desk.post.taken if to == NOBODY]
        assert len(sent) == len(waiting) * (stop + 1)
    assert names
    report(stops=STOPS, late=names, **desk.longest)


def queue(desk, ticket):
    """Queue a mail about a ticket."""
    mail = {
        "subject": "Escalated",
        "body_html": "<p>Please look.</p>",
        "email_from": "support@egov.example.com",
        "email_to": NOBODY,
        "model": "helpdesk.ticket",
        "res_id": ticket,
    }
    desk.admin.call("mail.mail", "create", vals_list=[mail])


@pytest.mark.long
def test_that_no_mail_comes_in_is_noticed(desk, report):
    for stop in range(STOPS):
        assert not ask_page(desk)
        name = SERVERS[stop % len(SERVERS)]
        desk.boxes[name].close()
        began, minute, failing = desk.time.now(), 0, {}
        while not failing and minute < HEARTBEAT:
            minute += 1
            desk.time.pass_a_minute()
            failing = check_no_false_alarm(desk, began, ["mail_fetch"])
        note(desk, minute)
        assert failing == {"mail_fetch": 1}
        assert ask_list(desk, "mail_fetch") == {name}
        desk.boxes[name].open()
        wait_until_well(desk, 1)
    report(stops=STOPS, **desk.longest)
