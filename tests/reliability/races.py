"""Within Odoo's shell: people who act at the very moment at which a step does."""

import random
import time
from datetime import timedelta

import world

from odoo import fields

EACH = 50  # steps that act within a minute, however slow the machine is


def run(env, steps, begin, offsets, escalation, rounds, seed):
    """Races of a worker with somebody who acknowledges, resolves or reassigns.

    :return: how often which of them came first, and what must not be
    """
    known = world.build(env, steps)
    world.copy_tickets(env, known["ticket"], begin, offsets, escalation)
    act_once(env)
    tickets = env["helpdesk.ticket"].search([("number", "=like", "T%")], order="id")
    tickets = tickets[:rounds]
    env.cr.execute(
        "SELECT count(*) FROM digit_escalation_task WHERE state = 'done' "
        "AND ticket_id = ANY(%s)",
        [tickets.ids],
    )
    assert env.cr.fetchone() == (len(tickets),), "each step has acted once"
    hold_repetitions(env)
    dice, wrong, first = random.Random(seed), [], {}
    for number, ticket in enumerate(tickets):
        what = ("acknowledge", "resolve", "reassign")[number % 3]
        race(env, known, ticket, what, dice.uniform(-0.05, 0.05))
        found = JUDGES[what](env, known, ticket)
        first[f"{what}: {found}"] = first.get(f"{what}: {found}", 0) + 1
        if found.startswith("WRONG"):
            wrong.append([ticket.number, what, found])
        world.hold(env)  # what goes on after a race is in the way of the next
    return {**known, "first": first, "wrong": wrong}


def act_once(env):
    """Each step acts, a few at a time: none of them is to be due again meanwhile."""
    dates = world.hold(env)
    while dates:
        world.release(env, dates, EACH)
        world.trigger(env)
        world.run_until_idle(env)
        world.hold(env)


def hold_repetitions(env):
    """Each race makes its own ticket's due."""
    env.cr.execute(
        "UPDATE digit_escalation_task SET done_date = %s",
        [fields.Datetime.now() - timedelta(minutes=2)],
    )
    env.cr.commit()
    env.invalidate_all()


def race(env, known, ticket, what, lead):
    """Both start at once, but for ``lead`` seconds (the person's, if positive)."""
    env.cr.execute(
        "UPDATE digit_sla_clock SET escalation_date = %s WHERE ticket_id = %s",
        [fields.Datetime.now() - timedelta(minutes=1), ticket.id],
    )
    env.cr.commit()
    database, start = env.cr.dbname, time.time() + 0.1
    person = ACTS[what]
    pids = [
        world.spawn(at, database, start + max(-lead, 0), person, known, ticket.id),
        world.spawn(at, database, start + max(lead, 0), escalate, known, ticket.id),
    ]
    codes = [world.wait(pid) for pid in pids]
    assert codes == [0, 0], f"{what} {codes}"


def at(database, moment, work, known, ticket_id):
    # what is to be loaded is loaded before the start
    def load(env):
        env["helpdesk.ticket"].browse(ticket_id).read()

    world.in_transaction(database, load)
    time.sleep(max(moment - time.time(), 0))
    work(database, known, ticket_id)


def escalate(database, known, ticket_id):
    world.in_transaction(database, world.escalate)


def acknowledge(database, known, ticket_id):
    def work(env):
        user = env["res.users"].browse(known["users"]["asha"])
        ticket = env["helpdesk.ticket"].browse(ticket_id).with_user(user)
        ticket.action_acknowledge()

    world.in_transaction(database, work)


def resolve(database, known, ticket_id):
    def work(env):
        stage = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        env["helpdesk.ticket"].browse(ticket_id).write({"stage_id": stage.id})

    world.in_transaction(database, work)


def reassign(database, known, ticket_id):
    def work(env):
        chitra = known["users"]["chitra"]
        env["helpdesk.ticket"].browse(ticket_id).write({"user_id": chitra})

    world.in_transaction(database, work)


ACTS = {"acknowledge": acknowledge, "resolve": resolve, "reassign": reassign}


def judge_acknowledge(env, known, ticket):
    """Either no repetition, or one that was committed before and is taken, too."""
    tasks = read_tasks(env, ticket)
    if not tasks[0].acknowledged_date:
        return "WRONG: the acknowledgement is lost"
    if len(tasks) == 1:
        return "the person first"
    if not tasks[1].acknowledged_date:
        return "WRONG: a step acted after the acknowledgement"
    if ticket.clock_ids.escalation_date:
        return "WRONG: it goes on"
    return "the step first"


def judge_resolve(env, known, ticket):
    """Either no repetition, or one that was committed before."""
    tasks = read_tasks(env, ticket)
    if not ticket.stage_id.closed:
        return "WRONG: not resolved"
    if ticket.clock_ids.escalation_date:
        return "WRONG: it goes on"
    if len(tasks) == 1:
        return "the person first"
    step = ask_commit(env, "digit_escalation_task", tasks[1].id)
    resolved = ask_commit(env, "helpdesk_ticket", ticket.id)
    if step > resolved:
        return "WRONG: a step acted on what is resolved"
    return "the step first"


def judge_reassign(env, known, ticket):
    """The step acts, and tells who had the ticket before or who has it.

    A clock that the person has locked is left for the next run.
    """
    assert world.wait(world.spawn(escalate, env.cr.dbname, known, ticket.id)) == 0
    tasks = read_tasks(env, ticket)
    if ticket.user_id.id != known["users"]["chitra"]:
        return "WRONG: the reassignment is lost"
    if len(tasks) != 2 or tasks[1].state != "done":
        return "WRONG: the step did not act"
    told = tasks[1].notified_user_ids.filtered(
        lambda user: user.login in ("asha", "chitra")
    )
    return f"told {', '.join(told.mapped('login')) or 'nobody'}"


def read_tasks(env, ticket):
    env.cr.commit()
    env.invalidate_all()
    return ticket.escalation_task_ids.sorted("cycle")


def ask_commit(env, table, row_id):
    """When the row was written last."""
    env.cr.execute(
        f"SELECT pg_xact_commit_timestamp(xmin) FROM {table} WHERE id = %s", [row_id]
    )
    return env.cr.fetchone()[0]


JUDGES = {
    "acknowledge": judge_acknowledge,
    "resolve": judge_resolve,
    "reassign": judge_reassign,
}
