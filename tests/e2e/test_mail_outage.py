"""The mail server is away, busy, hangs or refuses: mail leaves after it, once (R4).

Minutes pass by the clock of the queue: all its dates are moved, and it runs once for
each. So half an hour takes seconds, and what is measured is minutes all the same.
"""

import json
import os
import random
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from types import SimpleNamespace

import pytest
from digit_env import postgres
from moody_server import GONE, MoodyServer

# `make test-long` has twenty outages and a thousand mails (scripts/test)
SCALE = int(os.environ.get("DIGIT_SCALE", "1"))
OUTAGES = max(5, SCALE)
MAILS = 50 if SCALE > 1 else 8
MINUTES = 30 if SCALE > 1 else 3
RACES = 20 if SCALE > 1 else 3  # the queue and somebody want the same mails
KILLS = SCALE
SEED = 20261128
LONGEST = 5  # minutes until all is out, or a person knows
MOODS = ("refuse", "421", "450", "451", "hang")

# What the faults make Odoo say.
EXPECTED = [
    "failed sending mail",
    "Exception while processing mail",
]

SET_UP = """
import json
team = env.ref("digit_support.helpdesk_ticket_team_urban")
ticket = env["helpdesk.ticket"].create({
    "name": "Payments fail", "description": "-", "team_id": team.id, "user_id": 2,
})
env["mail.mail"].search([]).unlink()
admin = env.ref("base.user_admin")
key = env["res.users.apikeys"].with_user(admin)._generate("rpc", "test", None)
queue = env.ref("mail.ir_cron_mail_scheduler_action")
env.cr.commit()
print(json.dumps({"key": key, "ticket": ticket.id, "queue": queue.id}))
"""

PASS = """
UPDATE mail_mail SET scheduled_date = scheduled_date - interval '1 minute',
       create_date = create_date - interval '1 minute',
       digit_failing_date = digit_failing_date - interval '1 minute'
 WHERE state = 'outgoing'
"""


@pytest.fixture(scope="module")
def world(copy_database, odoo_shell, odoo_server, make_api):
    """An Odoo whose only job is the mail queue, run by hand, and a mail server."""
    with copy_database("outage") as database, MoodyServer() as post:
        known = json.loads(odoo_shell(database, SET_UP).splitlines()[-1])
        options = ["--smtp=127.0.0.1", f"--smtp-port={post.port}"]
        options += ["--max-cron-threads=0"]
        with odoo_server(database, options, expected=EXPECTED) as odoo:
            api = make_api(odoo.url, known["key"])
            api.patience = 300  # a server that hangs takes Odoo a minute
            yield SimpleNamespace(post=post, odoo=odoo, api=api, **known)


def queue(world, addresses):
    """Queue a mail about the ticket to each, as an escalation does."""
    world.api.call(
        "mail.mail",
        "create",
        vals_list=[
            {
                "subject": "Escalated",
                "body_html": "<p>Please look.</p>",
                "email_from": "support@egov.example.com",
                "email_to": address,
                "model": "helpdesk.ticket",
                "res_id": world.ticket,
                "auto_delete": False,
            }
            for address in addresses
        ],
    )


def pass_a_minute(world):
    """A minute passes, and the queue runs."""
    postgres.sql(PASS, world.odoo.database)
    run(world)


def run(world):
    world.api.call("ir.cron", "method_direct_trigger", ids=[world.queue])


def count(world, state):
    return world.api.call("mail.mail", "search_count", domain=[("state", "=", state)])


def survive(world, mood, addresses):
    """An outage with new mails; returns the minutes after it until all were out."""
    world.post.be(mood)
    queue(world, addresses)
    for _minute in range(3 if mood == "hang" else MINUTES):
        pass_a_minute(world)
    assert not world.taken_of(addresses)
    world.post.be("well")
    minutes = 0
    while count(world, "outgoing") and minutes < 2 * LONGEST:
        pass_a_minute(world)
        minutes += 1
    return minutes


@pytest.fixture(scope="module")
def outages(world):
    """All outages are over: (mood, addresses, minutes until all were out)."""

    def taken_of(addresses):
        return [to for to, _identity in world.post.taken if to in addresses]

    world.taken_of = taken_of
    done, start = [], time.monotonic()
    for number, mood in enumerate(islice(cycle(MOODS), OUTAGES)):
        addresses = {f"{mood}-{number}-{mail}@example.org" for mail in range(MAILS)}
        # once for real: Odoo waits for a minute until it hangs up itself
        world.post.patience = 65 if SCALE > 1 and number == MOODS.index("hang") else 0.2
        done.append((mood, addresses, survive(world, mood, sorted(addresses))))
    print(
        f"{OUTAGES} outages with {OUTAGES * MAILS} mails in "
        f"{time.monotonic() - start:.0f} s; minutes until all were out: "
        f"{[minutes for _mood, _addresses, minutes in done]}"
    )
    return done


class TestMailOutage:
    """Nothing is lost, nothing comes twice, and nobody has to do anything."""

    def test_all_is_out_within_five_minutes(self, outages):
        late = [(mood, minutes) for mood, _a, minutes in outages if minutes > LONGEST]
        assert not late

    def test_each_mail_arrived_once(self, world, outages):
        expected = set().union(*(addresses for _mood, addresses, _m in outages))
        assert Counter(to for to, _identity in world.post.taken) == Counter(expected)

    def test_none_is_left_behind(self, world, outages):
        assert not count(world, "exception")

    def test_what_is_refused_for_good_is_raised_to_a_person(self, world, outages):
        queue(world, [f"{GONE}{number}@example.org" for number in range(MAILS)])
        pass_a_minute(world)
        assert count(world, "exception") == MAILS
        asked = world.api.find(
            "mail.activity",
            [("res_model", "=", "helpdesk.ticket"), ("res_id", "=", world.ticket)],
            ["note"],
        )
        assert len(asked) == 1
        assert "550 no such user" in asked[0]["note"]
        seen = world.api.find(
            "mail.mail",
            [("state", "=", "exception"), ("digit_refused_date", "=", False)],
            [],
        )
        assert not seen

    def test_the_queue_and_a_click_send_a_mail_once(self, world, outages):
        for number in range(RACES):
            addresses = [f"race-{number}-{mail}@example.org" for mail in range(MAILS)]
            queue(world, addresses)
            mails = world.api.call(
                "mail.mail", "search", domain=[("state", "=", "outgoing")]
            )
            with ThreadPoolExecutor(2) as pool:
                click = pool.submit(world.api.call, "mail.mail", "send", ids=mails)
                run(world)
                click.result()
            assert sorted(world.taken_of(addresses)) == sorted(addresses)

    def test_a_mail_whose_sending_was_killed_comes_twice_at_most(self, world, outages):
        """Odoo cannot know whether it was taken: but the copy has the same id (O5).

        All others of the queue come once.
        """
        dice, total = random.Random(SEED), 0
        for number in range(KILLS):
            addresses = [f"killed-{number}-{mail}@example.org" for mail in range(MAILS)]
            queue(world, addresses)
            kill_after(world, dice.randrange(MAILS))
            with pytest.raises(OSError):
                run(world)
            world.odoo.process.wait()
            world.odoo.start()
            world.odoo.wait_until_up()
            for _minute in range(LONGEST):
                pass_a_minute(world)
            copies = [copy for copy in world.post.taken if copy[0] in addresses]
            assert {to for to, _identity in copies} == set(addresses)
            assert len(set(copies)) == MAILS
            assert len(copies) <= MAILS + 1
            total += len(copies) - MAILS
        print(f"{KILLS} kills while {KILLS * MAILS} mails left; {total} came twice")


def kill_after(world, mails):
    """Kill Odoo when the mail server has taken one mail more than so many."""

    def act():
        if mails:
            kill_after(world, mails - 1)
        else:
            os.killpg(world.odoo.process.pid, signal.SIGKILL)

    world.post.on_taken = act
