"""Within Odoo's shell: clocks that wait for their moment."""

import world

BEGIN = "2026-01-05 00:00:00"  # Monday; moved to when all is up


def prepare(env, steps, offsets, rare):
    """Each ``rare``-th ticket has the other severity."""
    known = world.build(env, steps, jobs=2)
    severity = f"CASE WHEN n %% {rare} = 0 THEN {known['rare']} ELSE severity_id END"
    changes = {"severity_id": severity}
    world.copy_tickets(env, known["ticket"], BEGIN, offsets, None, changes)
    # the model of all others does nothing
    env.cr.execute(
        "DELETE FROM digit_sla_clock WHERE ticket_id = %s", [known["ticket"]]
    )
    env.cr.commit()
    return {**known, "begin": BEGIN}


def open_door(env, steps):
    """Steps for what clients will file, and a key for them."""
    known = world.build(env, steps, jobs=2)
    env.cr.execute("UPDATE digit_sla_clock SET escalation_date = NULL")
    admin = env.ref("base.user_admin")
    key = env["res.users.apikeys"].with_user(admin)._generate("rpc", "test", None)
    # whoever files a ticket without a team files it for the urban programme
    env["ir.default"].set(
        "helpdesk.ticket",
        "team_id",
        env.ref("digit_support.helpdesk_ticket_team_urban").id,
    )
    env.cr.commit()
    return {**known, "key": key}
