"""Within Odoo's shell: a cron worker that is killed at the worst moments."""

import os
import random
import signal

import world

from odoo.modules.registry import Registry

EACH = 30  # tickets that are due more at each kill


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def before(model, method):
    def arm(registry, count):
        original = getattr(registry[model], method)

        def replaced(self, *args, **kwargs):
            arm.calls += 1
            if arm.calls == count:
                die()
            return original(self, *args, **kwargs)

        arm.calls = 0
        setattr(registry[model], method, replaced)

    return arm


def after(model, method):
    def arm(registry, count):
        original = getattr(registry[model], method)

        def replaced(self, *args, **kwargs):
            result = original(self, *args, **kwargs)
            arm.calls += 1
            if arm.calls == count:
                die()
            return result

        arm.calls = 0
        setattr(registry[model], method, replaced)

    return arm


# What a batch does, in order; the last two lie after its commit.
POINTS = {
    "before the tasks are inserted": before("digit.escalation.task", "create"),
    "after the mail is queued": after("mail.mail", "create"),
    "before the commit": before("ir.cron", "_commit_progress"),
    "after the job's commit": after("ir.cron", "_commit_progress"),
    "before the cron's own commit": before("ir.cron", "_update_failure_count"),
}


def run(env, steps, begin, offsets, escalation, times, seed):
    """Kill a worker at each point so often, then let one come to the end."""
    known = world.build(env, steps)
    world.copy_tickets(env, known["ticket"], begin, offsets, escalation)
    dice = random.Random(seed)
    kills = dict.fromkeys(POINTS, 0)
    dates = world.hold(env)
    for point, arm in POINTS.items():
        for _time in range(times):
            world.release(env, dates, EACH)
            # the end of the job is reached once
            is_last = point == "before the cron's own commit"
            count = 1 if is_last else dice.randint(1, 2)
            # Odoo passes over a job once that was killed three times before it had
            # done anything
            kills[point] += any(kill(env, arm, count) for _try in range(2))
    world.release(env, dates, len(dates))
    for _round in range(2):
        world.trigger(env)
        world.run_until_idle(env)
    return {**known, "kills": kills}


def kill(env, arm, count):
    """Have a worker run until it kills itself. :return: whether it came to that"""
    world.trigger(env)
    pid = world.spawn(work, env.cr.dbname, arm, count)
    code = world.wait(pid)
    world.wait_until_gone(env, pid)
    return code == -signal.SIGKILL


def work(database, arm, count):
    arm(Registry(database), count)
    world.run_jobs(database)
