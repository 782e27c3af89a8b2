"""Two processes of Odoo that are killed again and again (R1)."""

import contextlib
import os
import random
import signal
import threading
import time
from datetime import datetime

import journal
from sizes import size
from steps import ACTIVITY, BOTH, INBOX, get_seconds, get_told

SEED = 20261128
CLOCKS = size("CLOCKS_DUE", 240)
SPAN = size("SPAN", 8)  # seconds over which they fall due
KILL_EACH = size("KILL_MIN", 3), size("KILL_MAX", 6)  # seconds
WAKE = size("WAKE", 1)  # 0: the workers wake up by themselves, each minute
LEAD = 2  # seconds until the first one is due
PATIENCE = 300

STEPS = [
    *BOTH,
    {**ACTIVITY, "share": 51},
    {**INBOX, "share": 52, "repeat_minutes": 1, "rare": True, "tells": ["chitra"]},
]
REPEATS = (3,)
LATE_P99, LATE_MAX = 120, 300

# The clocks, which wait until all is up, begin at ``%(begin)s``.
LAUNCH = """
    UPDATE digit_sla_clock_event SET moment = moment + %(shift)s;
    UPDATE digit_sla_clock SET started = started + %(shift)s,
        deadline = deadline + %(shift)s, risk_date = risk_date + %(shift)s,
        escalation_date = started + %(shift)s + make_interval(secs => %(first)s);
"""
# Steps that repeat are never done; their first time is.
DONE = "SELECT count(*) FROM digit_escalation_task WHERE state = 'done' AND cycle = 1"
OPEN = """
    SELECT count(*) FROM digit_sla_clock
    WHERE escalation_date <= now() at time zone 'UTC'
    UNION ALL SELECT count(*) FROM digit_escalation_task WHERE state = 'planned'
"""


def test_no_step_is_lost_and_none_acts_twice(
    inside, cluster, database, serve, report, tmp_path
):
    dice = random.Random(SEED)
    offsets = [dice.randrange(SPAN) for _number in range(CLOCKS)]
    seconds = get_seconds(STEPS)
    log = journal.Journal("R1")
    known = inside("killed", "prepare", steps=STEPS, offsets=offsets, rare=journal.RARE)
    ids = known["steps"]
    kills, last = [], SPAN + seconds[-1] - seconds[0]
    with serve("a") as one, serve("b") as two, contextlib.ExitStack() as waking:
        one.wait_until_up(PATIENCE)
        two.wait_until_up(PATIENCE)
        log.owe(log.start(LEAD - seconds[0]), offsets, seconds, rare=REPEATS)
        launch(cluster, database, known, log.begin, seconds[0])
        if WAKE:
            run_beside(waking, wake, cluster, database)
        with contextlib.ExitStack() as killing:
            run_beside(killing, kill, [one, two], random.Random(SEED), kills)
            time.sleep(LEAD + last)
        owed = len(log.read())
        wait_until(lambda: cluster.ask(DONE, database=database)[0][0] >= owed)
    figures = journal.compare(log, cluster, database, ids, REPEATS)
    figures.update(journal.compare_effects(cluster, database, get_told(STEPS, ids)))
    report(seed=SEED, span=SPAN, kills=len(kills), wake=WAKE, **figures)
    journal.check(figures)
    assert kills
    assert figures["late_p99"] <= LATE_P99
    assert figures["late_max"] <= LATE_MAX


def run_beside(stack, work, *args):
    """Have ``work`` go on in a thread until the stack is left."""
    over = threading.Event()
    thread = threading.Thread(target=work, args=(*args, over))
    thread.start()
    stack.callback(thread.join)
    stack.callback(over.set)


def launch(cluster, database, known, begin, first):
    """Let the clocks begin."""
    shift = begin.replace(tzinfo=None) - datetime.fromisoformat(known["begin"])
    cluster.ask(LAUNCH, {"first": first, "shift": shift}, database)


def kill(servers, dice, kills, over):
    """Kill one of them now and then, and start it again."""
    while not over.wait(dice.uniform(*KILL_EACH)):
        odoo = dice.choice(servers)
        if not odoo.answers():
            continue  # it would never come to anything
        os.killpg(odoo.process.pid, signal.SIGKILL)
        odoo.process.wait()
        odoo.start()
        kills.append(time.time())


def wake(cluster, database, over):
    """Wake the workers more often than they do themselves."""
    while not over.wait(WAKE):
        cluster.ask(
            "INSERT INTO ir_cron_trigger (cron_id, call_at) "
            "SELECT id, now() at time zone 'UTC' FROM ir_cron WHERE active",
            database=database,
        )
        cluster.ask("SELECT pg_notify('cron_trigger', %s)", [database])


def wait_until_done(cluster, database):
    """Wait until nothing is late any more."""
    wait_until(lambda: cluster.ask(OPEN, database=database) == [(0,), (0,)])


def wait_until(is_over):
    end = time.monotonic() + PATIENCE
    while not is_over() and time.monotonic() < end:
        time.sleep(0.5)
