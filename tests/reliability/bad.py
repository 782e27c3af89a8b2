"""Within Odoo's shell: tickets that go wrong among others that do not."""

from datetime import timedelta

import world

from odoo import fields
from odoo.fields import Command

# What a server action of the step does on the bad ones.
ACTION = """
for record in records:
    if record.name == "raises":
        raise UserError("it raises")
    if record.name == "breaks SQL":
        env.cr.execute("SELECT 1 / 0")
    if record.name == "has no number":
        record.write({"stage_id": 2 ** 30})
"""
# Kinds that cannot be done, and those that are done in spite of what is missing.
FAILING = ["raises", "breaks SQL", "has no number"]
ODD = ["archived", "no address", "no reporter"]


def run(env, steps, begin, offsets, escalation, bad, job=True):
    """Have all be due at once; each ``bad``-th ticket is of one of the odd kinds."""
    known = world.build(env, steps)
    users = env["res.users"].browse(known["users"].values())
    archived = world.make_user(env, "gone")
    archived.active = False
    lost = world.make_user(env, "lost")
    lost.partner_id.email = False
    partner = env["res.partner"].create({"name": "Deleted"})
    action = env["ir.actions.server"].create(
        {
            "name": "Fails now and then",
            "model_id": env.ref("helpdesk_mgmt.model_helpdesk_ticket").id,
            "state": "code",
            "code": ACTION,
        }
    )
    env["digit.escalation.step"].browse(known["steps"]).write(
        {"action_ids": [Command.set(action.ids)], "notify_assignee": True}
    )
    kinds = [*FAILING, *ODD]
    names = " ".join(f"WHEN {n} THEN '{kind}'" for n, kind in enumerate(kinds))
    which = f"CASE (n / {bad}) %% {len(kinds)} {names} END"
    kind = f"CASE WHEN n %% {bad} = 0 THEN {which} END"
    world.copy_tickets(
        env,
        known["ticket"],
        begin,
        offsets,
        escalation,
        {
            "name": f"COALESCE({kind}, 'good')",
            "user_id": f"CASE {kind} WHEN 'archived' THEN {archived.id} "
            f"WHEN 'no address' THEN {lost.id} ELSE {users[0].id} END",
            "partner_id": f"CASE {kind} WHEN 'no reporter' THEN {partner.id} END",
        },
    )
    partner.unlink()
    env.cr.commit()
    runs = []
    for _time in range(4):
        world.trigger(env)
        world.run_until_idle(env)
        runs.append(look(env, known["cron"]))
        pass_time(env)
    last = env["res.users"].browse(known["users"]["last"])
    told = env["mail.message"].search_count(
        [
            ("model", "=", "helpdesk.ticket"),
            (
                "notified_partner_ids",
                "in",
                last.partner_id.ids,
            ),
            ("body", "like", "has failed 3 times"),
        ]
    )
    return {**known, "runs": runs, "told": told}


def look(env, cron_id):
    """What a run has left: tickets by name and state, and how the job stands."""
    env.invalidate_all()
    env.cr.execute(
        "SELECT CASE WHEN ticket.name = ANY(%s) THEN 'failing' ELSE 'good' END, "
        "task.state, task.error IS NOT NULL, min(attempts), max(attempts), count(*) "
        "FROM digit_escalation_task task "
        "JOIN helpdesk_ticket ticket ON ticket.id = task.ticket_id "
        "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        [FAILING],
    )
    tasks = env.cr.fetchall()
    env.cr.execute("SELECT active, failure_count FROM ir_cron WHERE id = %s", [cron_id])
    (cron,) = env.cr.fetchall()
    env.cr.commit()
    return {"tasks": tasks, "cron": cron}


def pass_time(env):
    """What failed is to be tried again now."""
    env.cr.execute(
        "UPDATE digit_escalation_task SET run_date = %s WHERE state = 'planned'",
        [fields.Datetime.now() - timedelta(seconds=1)],
    )
    env.cr.commit()
