"""Within Odoo's shell: a support desk of which all jobs run, and who looks after it."""

from datetime import timedelta

import world

from odoo import fields
from odoo.fields import Command

NEVER = "2036-01-07 00:00:00"  # Monday; a test says when a clock starts


def prepare(env, steps, tickets, ports):
    """So many tickets, of which nothing is due yet.

    :param ports: {name: port} of the mailboxes that mail is fetched from
    """
    domain = env["mail.alias.domain"].create({"name": "support.example.org"})
    env.company.alias_domain_id = domain
    env["fetchmail.server"].create(
        [
            {
                "name": name,
                "server_type": "pop",
                "server": "127.0.0.1",
                "port": port,
                "user": "odoo",
                "password": "odoo",
                "state": "done",
            }
            for name, port in ports.items()
        ]
    )
    jobs = env["digit.health.check"]._get_watched_jobs()
    known = world.build(env, steps)
    world.copy_tickets(env, known["ticket"], NEVER, [0] * tickets, None)
    env["helpdesk.ticket"].browse(known["ticket"]).unlink()
    jobs.active = True
    env["mail.mail"].search([]).unlink()
    world.trigger(env)
    manager = world.make_user(env, "manager")
    group = env.ref("digit_support.digit_support_group_operations")
    manager.group_ids = [Command.set(group.ids)]
    admin = env.ref("base.user_admin")
    admin.email = "admin@egov.example.org"  # is told of health, too
    keys = {"manager": make_key(env, manager), "admin": make_key(env, admin)}
    checks = env["digit.health.check"].search([])
    found = {check.code: check.id for check in checks}
    env.cr.commit()
    return {**known, "keys": keys, "checks": found}


def make_key(env, user):
    tomorrow = fields.Datetime.now() + timedelta(days=1)
    keys = env["res.users.apikeys"].with_user(user)
    return keys._generate("rpc", "test", tomorrow)
