"""Within Odoo's shell: tickets with clocks whose steps are due when a test wants it.

One ticket is made by Odoo and copied in SQL. What is to happen is told by the test,
which keeps it in a journal of its own; nothing here asks the engine when.
"""

import os
import threading
import time
from datetime import timedelta

from odoo import fields, sql_db
from odoo.fields import Command
from odoo.modules.registry import Registry

from odoo.addons.base.models.ir_cron import IrCron

BUDGET = 900  # seconds of the promise, round the clock
STEP = "digit.escalation.step"
CRON = "digit_sla.ir_cron_escalate"

# Independent of the engine: the database's own clock when a task is committed.
WATCH = """
    CREATE TABLE reliability_log (
        task_id integer, state varchar, moment timestamptz
    );
    CREATE FUNCTION reliability_watch() RETURNS trigger AS $$
    BEGIN
        INSERT INTO reliability_log VALUES (NEW.id, NEW.state, clock_timestamp());
        RETURN NEW;
    END $$ LANGUAGE plpgsql;
    CREATE CONSTRAINT TRIGGER reliability_watch
        AFTER INSERT OR UPDATE OF state ON digit_escalation_task
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION reliability_watch();
"""


def build(env, steps, jobs=1):
    """A policy with ``steps`` for the urban programme, and people to tell.

    :param steps: values of steps; ``tells`` and ``gives`` name users by login,
        ``rare`` limits a step to another severity than the ticket's
    :param jobs: how many scheduled actions run the engine, so as to run side by side
    :return: the ids that a test needs
    """
    env.cr.execute("UPDATE ir_cron SET active = false")
    cron = env.ref(CRON)
    cron.active = True
    for _number in range(jobs - 1):
        cron.copy({"name": "SLA: escalate, beside"})
    for target in env.ref("digit_sla.digit_sla_policy_urban").target_ids:
        if target.metric == "response":
            target.write({"amount": BUDGET / 3600, "aim": 0, "unit": "elapsed_hours"})
    programme = env.ref("digit_support.digit_programme_urban")
    programme.escalation_policy_ids.unlink()
    users = {name: make_user(env, name) for name in ("asha", "bala", "chitra", "last")}
    policy = env["digit.escalation.policy"].create(
        {
            "name": "Reliability",
            "programme_id": programme.id,
            "last_resort_id": users["last"].id,
        }
    )
    ticket = env["helpdesk.ticket"].create(
        {
            "name": "Payments fail",
            "description": "x",
            "team_id": env.ref("digit_support.helpdesk_ticket_team_urban").id,
            "user_id": users["asha"].id,
        }
    )
    rare = (ticket.scheme_id.severity_ids - ticket.severity_id)[0]
    made = [make_step(env, policy, users, rare, dict(vals)) for vals in steps]
    env.flush_all()
    env.cr.execute(WATCH)
    env.cr.commit()
    return {
        "ticket": ticket.id,
        "steps": [step.id for step in made],
        "users": {name: user.id for name, user in users.items()},
        "cron": cron.id,
        "rare": rare.id,
    }


def make_user(env, name):
    group = env.ref("digit_support.digit_support_group_l1")
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": name.title(),
                "login": name,
                "email": f"{name}@egov.example.org",
                "group_ids": [Command.set(group.ids)],
            }
        )
    )


def make_step(env, policy, users, rare, vals):
    severities = rare.ids if vals.pop("rare", False) else []
    tells = [users[name].id for name in vals.pop("tells", ())]
    if "gives" in vals:
        vals["reassign_user_id"] = users[vals.pop("gives")].id
    step = env[STEP].create(
        {
            "policy_id": policy.id,
            "user_ids": [Command.set(tells)],
            "severity_ids": [Command.set(severities)],
            **vals,
        }
    )
    # so that what is due already acts as well
    step.since = fields.Datetime.now() - timedelta(days=30)
    return step


def copy_rows(env, table, source_id, changes, offsets):
    """Copy a row once for each offset: ``n`` counts from 1, ``o`` is the offset."""
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
        [table],
    )
    names = [name for (name,) in env.cr.fetchall()]
    shown = ", ".join(changes.get(name, f'"{name}"') for name in names)
    columns = '", "'.join(names)
    env.cr.execute(
        f'INSERT INTO {table} ("{columns}") SELECT {shown} FROM {table} '
        "CROSS JOIN unnest(%s::int[]) WITH ORDINALITY AS given(o, n) WHERE id = %s",
        [list(offsets), source_id],
    )
    env.cr.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")


def copy_tickets(env, ticket_id, begin, offsets, escalation, changes=None):
    """A ticket ``T<n>`` for each offset: its clock starts at ``begin`` + offset.

    :param begin: a naive UTC datetime
    :param escalation: how long after the start its first step is due, in seconds; None
        when nothing will ever be
    :param changes: {column of the ticket: SQL}
    """
    env.flush_all()
    ticket = env["helpdesk.ticket"].browse(ticket_id)
    clock = ticket.clock_ids
    clock.ensure_one()
    moment = f"'{begin}'::timestamp + make_interval(secs => o%s)"
    copy_rows(
        env,
        "helpdesk_ticket",
        ticket.id,
        {
            "id": "id + n",
            "number": "'T' || n",
            "access_token": "NULL",
            **(changes or {}),
        },
        offsets,
    )
    copy_rows(
        env,
        "digit_sla_clock",
        clock.id,
        {
            "id": "id + n",
            "ticket_id": "ticket_id + n",
            "started": moment % "",
            "deadline": moment % f" + {BUDGET}",
            "risk_date": moment % f" + {BUDGET * 3 // 4}",
            "escalation_date": "NULL::timestamp"
            if escalation is None
            else moment % f" + {escalation}",
        },
        offsets,
    )
    copy_rows(
        env,
        "digit_sla_clock_event",
        clock.event_ids.ensure_one().id,
        {"id": "id + n", "clock_id": "clock_id + n", "moment": moment % ""},
        offsets,
    )
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()


def hold(env):
    """Have no clock be due. :return: what ``release`` needs"""
    env.cr.execute(
        "WITH held AS (SELECT id, escalation_date FROM digit_sla_clock) "
        "UPDATE digit_sla_clock c SET escalation_date = NULL FROM held "
        "WHERE held.id = c.id AND held.escalation_date IS NOT NULL "
        "RETURNING c.id, held.escalation_date"
    )
    dates = env.cr.fetchall()
    env.cr.commit()
    return dates


def release(env, dates, count):
    """Have the next ``count`` clocks be due after all."""
    for _number in range(min(count, len(dates))):
        clock_id, date = dates.pop()
        env.cr.execute(
            "UPDATE digit_sla_clock SET escalation_date = %s WHERE id = %s",
            [date, clock_id],
        )
    env.cr.commit()


# ---------------------------------------------------
# Processes of their own
# ---------------------------------------------------

_inherited = []


def spawn(work, database, *args):
    """``work(database, *args)`` in a process of its own, without a connection of ours.

    Odoo's prefork server makes its workers in the same way. :return: its pid
    """
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        # ours stay as they are: neither used nor closed by the child
        for pool in filter(None, (sql_db._Pool, sql_db._Pool_readonly)):
            _inherited.extend(pool._connections)
            pool._connections.clear()
        # its connections tell its own pid
        Registry(database)._db = sql_db.db_connect(database)
        work(database, *args)
        code = 0
    except BaseException:  # noqa: BLE001  whatever it is, it is the child's end
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


def wait(pid):
    """The exit code of a process; negative for the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def wait_until_gone(env, pid):
    """Wait until PostgreSQL has noticed that a process has ended."""
    while True:
        env.cr.execute(
            "SELECT FROM pg_stat_activity WHERE application_name = %s",
            [f"odoo-{pid}"],
        )
        found = env.cr.rowcount
        env.cr.commit()
        if not found:
            return
        time.sleep(0.02)


def run_jobs(database):
    """What a cron worker does when it wakes up."""
    threading.current_thread().dbname = database
    IrCron._process_jobs(database)


def run_until_idle(env):
    """Have one worker after another run until no job asks to be called again."""
    while True:
        assert wait(spawn(run_jobs, env.cr.dbname)) == 0
        env.cr.execute(
            "SELECT FROM ir_cron_trigger JOIN ir_cron ON ir_cron.id = cron_id "
            "WHERE active AND call_at <= now() at time zone 'UTC'"
        )
        is_idle = not env.cr.rowcount
        env.cr.commit()
        if is_idle:
            return


def trigger(env):
    """Have all scheduled actions be due."""
    env.cr.execute(
        "UPDATE ir_cron SET nextcall = now() at time zone 'UTC' "
        "- interval '1 second' WHERE active"
    )
    env.cr.commit()


def in_transaction(database, work):
    """``work(env)`` in a transaction of its own, tried again as a request would be."""
    from odoo.api import Environment
    from odoo.service.model import retrying

    with Registry(database).cursor() as cr:
        env = Environment(cr, 1, {})
        return retrying(lambda: work(env), env)


def escalate(env):
    """What the scheduled action does."""
    env["digit.escalation.task"]._cron_escalate()
