"""The power fails while eight clients write: what was acknowledged stays (R3)."""

import contextlib
import random
import threading
import time
from http.client import HTTPException

import journal
from sizes import size
from steps import BOTH, get_told
from test_killed import run_beside, wait_until_done, wake

SEED = 20261128
CLIENTS = 8
PAUSE = 0.3  # seconds until a client that failed tries again
WORKERS = 2
KILLS = size("BACKEND_KILLS", 2)
CUTS = size("POWER_CUTS", 1)
BETWEEN = 1, 3  # seconds between two of them

# They are due three seconds after a ticket is filed.
STEPS = [{**step, "share": 1} for step in BOTH]

BUSY = """
    SELECT pid FROM pg_stat_activity WHERE datname = %s
    AND backend_type = 'client backend' AND pid != pg_backend_pid()
    ORDER BY state = 'idle', random() LIMIT 1
"""
WITHOUT_CLOCK = """
    SELECT count(*) FROM helpdesk_ticket ticket
    LEFT JOIN digit_sla_clock clock ON clock.ticket_id = ticket.id
    WHERE clock.id IS NULL AND ticket.id = ANY(%s)
"""
WITHOUT_EVENT = """
    SELECT count(*) FROM digit_sla_clock clock
    LEFT JOIN digit_sla_clock_event event ON event.clock_id = clock.id
    WHERE event.id IS NULL
"""
WITHOUT_STEPS = """
    SELECT count(*) FROM digit_sla_clock clock WHERE clock.ticket_id = ANY(%s)
    AND (SELECT count(*) FROM digit_escalation_task task
         WHERE task.clock_id = clock.id AND task.state = 'done') != %s
"""
TICKETS = "SELECT id, name FROM helpdesk_ticket WHERE name LIKE 'Client %%'"


class Client(threading.Thread):
    """Files tickets and renames them; keeps what was acknowledged."""

    def __init__(self, number, api, over, path):
        super().__init__()
        self.number, self.api, self.over = number, api, over
        self.file = path.open("a")
        self.acknowledged, self.tried, self.failures = {}, {}, 0

    def run(self):
        count = 0
        while not self.over.wait(0.1):
            count += 1
            try:
                self.work(f"Client {self.number} {count}")
            except (OSError, HTTPException, ValueError):
                self.failures += 1
                self.over.wait(PAUSE)

    def work(self, name):
        vals = [{"name": name, "description": "x"}]
        (ticket,) = self.api.call("helpdesk.ticket", "create", vals_list=vals)
        self.keep(ticket, name)
        self.tried[ticket] = f"{name}, renamed"
        changes = {"name": f"{name}, renamed"}
        self.api.call("helpdesk.ticket", "write", ids=[ticket], vals=changes)
        self.keep(ticket, f"{name}, renamed")

    def keep(self, ticket, name):
        print(ticket, name, sep="\t", file=self.file, flush=True)
        self.acknowledged[ticket] = name


def test_what_was_acknowledged_stays(
    inside, beside, cluster, database, serve, make_api, report, tmp_path
):
    known = inside("killed", "open_door", steps=STEPS)
    dice, over = random.Random(SEED), threading.Event()
    jobs = beside("killed", "keep_working", workers=WORKERS)
    with serve("web", jobs=0) as odoo, jobs:
        odoo.wait_until_up(120)
        api = make_api(odoo.url, known["key"])
        clients = [
            Client(number, api, over, tmp_path / f"client-{number}")
            for number in range(CLIENTS)
        ]
        with contextlib.ExitStack() as stack:
            stack.callback(over.set)
            for client in clients:
                client.start()
                stack.callback(client.join)
            faults = ["kill"] * KILLS + ["cut"] * CUTS
            dice.shuffle(faults)
            for fault in faults:
                time.sleep(dice.uniform(*BETWEEN))
                break_down(cluster, database, fault)
            time.sleep(dice.uniform(*BETWEEN))
            over.set()
        with contextlib.ExitStack() as stack:
            run_beside(stack, wake, cluster, database)
            time.sleep(journal.BUDGET // 100 + 1)
            wait_until_done(cluster, database)
    figures = compare(cluster, database, clients, known["steps"])
    report(seed=SEED, kills=KILLS, cuts=CUTS, clients=CLIENTS, **figures)
    assert figures["acknowledged"] > CLIENTS
    assert not {name: figures[name] for name in WRONG if figures[name]}


WRONG = (
    "lost",
    "changed",
    "without_clock",
    "without_event",
    "without_steps",
    "notes_wrong",
    "messages_wrong",
    "mails_wrong",
)


def break_down(cluster, database, fault):
    """Kill a process of PostgreSQL that works for somebody, or all of it at once."""
    if fault == "cut":
        cluster.stop("immediate")
        cluster.start()
    else:
        (pid,) = cluster.ask(BUSY, [database])[0]
        cluster.kill_backend(pid)
        time.sleep(0.2)
    cluster.wait_until_up()


def compare(cluster, database, clients, steps):
    found = dict(cluster.ask(TICKETS, database=database))
    acknowledged, tried = {}, {}
    for client in clients:
        acknowledged.update(client.acknowledged)
        tried.update(client.tried)
    tickets = [list(found)]
    return {
        "acknowledged": len(acknowledged),
        "kept": len(found),
        "failures": sum(client.failures for client in clients),
        "lost": len(acknowledged.keys() - found.keys()),
        "changed": sum(
            found[ticket] not in (name, tried.get(ticket))
            for ticket, name in acknowledged.items()
            if ticket in found
        ),
        "without_clock": cluster.ask(WITHOUT_CLOCK, tickets, database)[0][0],
        "without_event": cluster.ask(WITHOUT_EVENT, database=database)[0][0],
        "without_steps": cluster.ask(WITHOUT_STEPS, [*tickets, len(steps)], database)[
            0
        ][0],
        **journal.compare_effects(cluster, database, get_told(STEPS, steps)),
    }
