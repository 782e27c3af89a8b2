"""Within Odoo's shell: a worker that stands still, another that works."""

import os
import random
import signal
import time

import world

PATIENCE = 60  # seconds within which the other one has to get something done
LOCKED = """
    SELECT DISTINCT activity.application_name FROM pg_stat_activity activity
    JOIN pg_locks ON pg_locks.pid = activity.pid
    JOIN pg_class ON pg_class.oid = pg_locks.relation
    WHERE pg_class.relname = 'digit_escalation_task'
    AND pg_locks.mode = 'RowExclusiveLock'
    AND activity.application_name = ANY(%s)
"""


def run(env, steps, begin, offsets, escalation, pauses, pause, seed):
    """Two workers; one is stopped while it holds locks, again and again.

    :param pause: for how long at least, in seconds
    """
    known = world.build(env, steps, jobs=2)
    world.copy_tickets(env, known["ticket"], begin, offsets, escalation)
    database, dice = env.cr.dbname, random.Random(seed)
    dates = world.hold(env)
    each = len(dates) // pauses
    stops, others = 0, []
    for _pause in range(pauses):
        world.release(env, dates, each)
        world.trigger(env)
        pids = {f"odoo-{pid}": pid for pid in spawn_two(database)}
        time.sleep(dice.random() / 10)
        name = find_holder(env, pids)
        if not name:
            wait_all(pids.values())
            continue
        os.kill(pids[name], signal.SIGSTOP)
        before = count_done(env)
        end = time.monotonic() + max(pause, PATIENCE)
        time.sleep(pause)
        while count_done(env) == before and time.monotonic() < end:
            time.sleep(0.1)
        others.append(count_done(env) - before)
        os.kill(pids[name], signal.SIGCONT)
        stops += 1
        wait_all(pids.values())
    world.release(env, dates, len(dates))
    world.trigger(env)
    world.run_until_idle(env)
    return {**known, "stops": stops, "others": others}


def spawn_two(database):
    return [world.spawn(world.run_jobs, database) for _number in range(2)]


def wait_all(pids):
    assert not any([world.wait(pid) for pid in pids])


def find_holder(env, pids):
    """The process that is writing tasks; None when both have ended before."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        env.cr.execute(LOCKED, [list(pids)])
        names = [name for (name,) in env.cr.fetchall()]
        env.cr.commit()
        if names:
            return names[0]
        if not any(os.path.exists(f"/proc/{pid}/fd/0") for pid in pids.values()):
            return None
        time.sleep(0.002)
    return None


def count_done(env):
    env.cr.execute("SELECT count(*) FROM digit_escalation_task WHERE state = 'done'")
    (count,) = env.cr.fetchone()
    env.cr.commit()
    return count
