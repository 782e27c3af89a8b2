"""Within Odoo's shell: what the escalation engine costs."""

import os
import random
import resource
import signal
import statistics
import time

import world

from odoo import fields

STARTED = 600  # seconds ago
FIRST = 450  # seconds from the start of a clock to its first step
STEP = {"metric": "response", "share": 50}
WARM = 50  # steps before any is measured
KINDS = {
    "raises the severity": {"raise_severity": True},
    "a mail": {"by_inbox": False, "by_mail": True, "tells": ["bala"]},
}


def idle(env, count, rounds):
    """A run with nothing due beside ``count`` running clocks: seconds, queries."""
    known = world.build(env, [{**STEP, **KINDS["a mail"]}])
    world.copy_tickets(env, known["ticket"], fields.Datetime.now(), [0], FIRST)
    clock = env["helpdesk.ticket"].search([], order="id desc", limit=1).clock_ids
    # repetitions of one promise: the engine does not look at their tickets
    world.copy_rows(
        env,
        "digit_sla_clock",
        clock.id,
        {
            "id": "id + n",
            "cycle": "n + 1",
            "escalation_date": "now() at time zone 'UTC' + make_interval(mins => o)",
        },
        [60 + number % 9999 for number in range(count)],
    )
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    Task, times = env["digit.escalation.task"], []
    for _round in range(rounds):
        env.invalidate_all()
        queries, start = env.cr.sql_log_count, time.perf_counter()
        Task._cron_escalate()
        times.append(time.perf_counter() - start)
        queries = env.cr.sql_log_count - queries
    env.cr.execute(
        "SELECT count(*) FROM digit_sla_clock WHERE escalation_date IS NOT NULL"
    )
    (found,) = env.cr.fetchone()
    assert found >= count
    return {"seconds": min(times), "queries": queries}


def due(env, count, kind):
    """``count`` steps due at once: what a task costs.

    ``busy``: of the processors, Odoo's and PostgreSQL's; it is what it takes when
    nothing else runs.
    """
    known = prepare(env, kind, count)
    Task = env["digit.escalation.task"]
    Task._cron_escalate()  # what is loaded once is loaded
    release(env, known, count)
    env.cr.execute("SELECT pg_backend_pid()")
    (backend,) = env.cr.fetchone()
    queries = env.cr.sql_log_count
    own, its, start = get_own(), get_busy(backend), time.perf_counter()
    while count_due(env):
        Task._cron_escalate()
    wall = time.perf_counter() - start
    busy = get_own() - own + get_busy(backend) - its
    queries = env.cr.sql_log_count - queries
    env.cr.execute("SELECT count(*) FROM digit_escalation_task WHERE state = 'done'")
    (found,) = env.cr.fetchone()
    assert found == count, found
    count -= WARM
    return {"wall": wall / count, "busy": busy / count, "queries": queries / count}


def count_due(env):
    env.cr.execute(
        "SELECT count(*) FROM digit_sla_clock "
        "WHERE escalation_date <= now() at time zone 'UTC'"
    )
    return env.cr.fetchone()[0]


def prepare(env, kind, count):
    known = world.build(env, [{**STEP, **KINDS[kind]}])
    env.cr.execute(
        "SELECT now() at time zone 'UTC' - make_interval(secs => %s)", [STARTED]
    )
    (begin,) = env.cr.fetchone()
    begin = begin.replace(microsecond=0)
    world.copy_tickets(env, known["ticket"], begin, [0] * count, FIRST)
    known["dates"] = world.hold(env)
    world.release(env, known["dates"], WARM)
    env.invalidate_all()
    return known


def release(env, known, count):
    world.release(env, known["dates"], count)
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()


def get_own():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def get_busy(pid):
    """How long another process has been busy, in seconds."""
    with open(f"/proc/{pid}/stat") as stat:
        values = stat.read().rpartition(")")[2].split()
    return (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")


def users(env, count, windows, seconds, seed):
    """Requests of users while the engine works, and while it stands still.

    By turns, so that a busy machine disturbs both. :return: their times
    """
    known = prepare(env, "a mail", count)
    release(env, known, count)
    others = env["helpdesk.ticket"].create(
        [
            {"name": "Other", "description": "x", "user_id": known["users"]["asha"]}
            for _number in range(50)
        ]
    )
    env.cr.commit()
    database, dice = env.cr.dbname, random.Random(seed)
    request(database, others[0].id)
    pid = world.spawn(work, database)
    times = {True: [], False: []}
    try:
        for window in range(windows):
            is_working = window % 2 == 0
            os.kill(pid, signal.SIGCONT if is_working else signal.SIGSTOP)
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                start = time.perf_counter()
                request(database, dice.choice(others.ids))
                times[is_working].append(time.perf_counter() - start)
                time.sleep(0.05)
        is_done = os.waitpid(pid, os.WNOHANG)[0]
    finally:
        os.kill(pid, signal.SIGKILL)
    return {
        "working": statistics.median(times[True]),
        "standing": statistics.median(times[False]),
        "requests": [len(times[True]), len(times[False])],
        "is_done": bool(is_done),
    }


def work(database):
    while True:
        world.in_transaction(database, world.escalate)


def request(database, ticket_id):
    """A reply and a change, as a user would send them."""

    def reply(env):
        ticket = env["helpdesk.ticket"].browse(ticket_id)
        ticket.message_post(body="We look into it.", message_type="comment")
        ticket.write({"name": "Other, renamed"})

    world.in_transaction(database, reply)
