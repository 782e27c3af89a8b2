"""Within Odoo's shell: clocks that wait for their moment."""

import os
import time

import world

from odoo import sql_db

BEGIN = "2026-01-05 00:00:00"  # Monday; moved to when all is up
PAUSE = 0.2  # seconds until a worker looks again


def prepare(env, steps, offsets, rare):
    """Each ``rare``-th ticket has the other severity."""
    known = world.build(env, steps, jobs=2)
    severity = f"CASE WHEN n %% {rare} = 0 THEN {known['rare']} ELSE severity_id END"
    changes = {"severity_id": severity}
    world.copy_tickets(env, known["ticket"], BEGIN, offsets, None, changes)
    return {**known, "begin": BEGIN}


def keep_working(env, workers):
    """Workers for jobs; one that dies is replaced at once, as Odoo's server does.

    Odoo's own server ends with PostgreSQL, and takes seconds to start again.
    """
    database = env.cr.dbname
    env.cr.close()
    sql_db.close_all()
    for _worker in range(workers):
        world.spawn(work, database)
    while True:
        os.wait()
        time.sleep(PAUSE)
        world.spawn(work, database)


def work(database):
    while True:
        world.run_jobs(database)
        time.sleep(PAUSE)


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
