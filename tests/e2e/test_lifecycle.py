"""Install, upgrade and uninstall on a database that has tickets."""

import json
import subprocess

ADDONS = "digit_support,digit_sla,digit_sla_automation"

CREATE = """
client = env["res.partner"].create(
    {"name": "Punjab", "is_company": True, "organisation_type": "client"}
)
env["digit.deployment"].create({
    "client_id": client.id,
    "programme_id": env.ref("digit_support.digit_programme_urban").id,
})
tickets = env["helpdesk.ticket"].create([
    {"name": "One", "description": "-", "partner_id": client.id, "user_id": False},
    {"name": "Two", "description": "-", "partner_id": client.id, "user_id": False},
])
service = env.ref("digit_support.digit_service_egov_user")
version = env["digit.service.version"].create(
    {"service_id": service.id, "name": "1.2.7", "release_date": "2024-01-01"}
)
release = env["digit.release"].create(
    {"name": "R", "line_ids": [(0, 0, {"version_id": version.id})]}
)
environment = env["digit.environment"].create({
    "name": "Production",
    "deployment_id": env["digit.deployment"].search([], limit=1).id,
    "release_id": release.id,
    "installation_ids": [(0, 0, {"version_id": version.id})],
})
tickets[0].environment_id = environment
tickets[0].version_id = version
tickets[0].fix_id = env["digit.fix"].create({
    "name": "F",
    "service_id": service.id,
    "affected_version_ids": [(4, version.id)],
    "line_ids": [(0, 0, {"major": 1})],
})
tickets[1].stage_id = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting")
tickets[0].stage_id = env.ref("digit_support.helpdesk_ticket_stage_waiting_fix")
env.cr.commit()
"""

FIGURES = """
import json
clocks = env["digit.sla.clock"].search([], order="id")
rows = clocks.read(["ticket_id", "status", "deadline", "consumed"])
print("FIGURES", json.dumps(rows, default=str))
"""

UNINSTALL = """
env["ir.module.module"].search(
    [("name", "=", "digit_support")]
).button_immediate_uninstall()
"""

LEFT = """
import json
cr = env.cr
def column(query):
    cr.execute(query)
    return [row[0] for row in cr.fetchall()]
print("LEFT", json.dumps({
    "tickets": column("SELECT count(*) FROM helpdesk_ticket"),
    "tables": column("SELECT tablename FROM pg_tables WHERE tablename LIKE 'digit%'"),
    "data": column(
        "SELECT name FROM ir_model_data WHERE module LIKE 'digit%'"
    ),
    "columns": column(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = 'helpdesk_ticket' AND (column_name LIKE 'sla%'"
        " OR column_name LIKE 'entitlement%' OR column_name LIKE 'upgrade%'"
        " OR column_name IN ('programme_id', 'deployment_id', 'severity_id', 'kind',"
        " 'environment_id', 'service_id', 'version_id', 'fix_id', 'latest_major'))"
    ),
    "messages": column("SELECT id FROM mail_message WHERE model LIKE 'digit.%'"),
    "crons": column("SELECT cron_name FROM ir_cron WHERE cron_name LIKE 'SLA%'"),
}))
"""


def read(output, mark):
    """What the script printed behind ``mark``."""
    line = next(line for line in output.splitlines() if line.startswith(mark))
    return json.loads(line.removeprefix(mark))


def run_odoo(odoo_env, database, *options):
    """Run Odoo until it has done ``options``; its log has nothing above INFO."""
    command = [odoo_env.python, "-m", "odoo", "-c", odoo_env.conf, "-d", database]
    done = subprocess.run(
        [*map(str, command), *options, "--stop-after-init", "--no-http"],
        env=odoo_env.environ,
        capture_output=True,
        text=True,
    )
    assert not done.returncode, done.stderr
    for level in ("WARNING", "ERROR", "CRITICAL"):
        assert f" {level} " not in done.stderr, done.stderr


def test_upgrade_keeps_clocks(odoo_env, copy_database, odoo_shell):
    with copy_database("upgrade") as database:
        odoo_shell(database, CREATE)
        before = read(odoo_shell(database, FIGURES), "FIGURES")
        assert [row["status"] for row in before] == ["running", "paused"]
        run_odoo(odoo_env, database, "-u", ADDONS)
        assert read(odoo_shell(database, FIGURES), "FIGURES") == before


def test_uninstall_leaves_nothing_behind(odoo_env, copy_database, odoo_shell):
    with copy_database("uninstall") as database:
        odoo_shell(database, CREATE)
        odoo_shell(database, UNINSTALL)
        assert read(odoo_shell(database, LEFT), "LEFT") == {
            "tickets": [2],
            "tables": [],
            "data": [],
            "columns": [],
            "messages": [],
            "crons": [],
        }
        # and back again, on what is there
        run_odoo(odoo_env, database, "-i", ADDONS)
