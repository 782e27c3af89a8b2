"""What it costs that verdicts follow the registry.

500 services in 40 versions each, 200 deployments, and ``DIGIT_TICKETS`` open tickets
(100,000 unless told), generated in SQL. A release then brings a new major version of
every service, so that each ticket is judged anew by the job; most verdicts change.
"""

import json
import os

from rows import COPY_ROWS

TICKETS = int(os.environ.get("DIGIT_TICKETS", "100000"))
FOLLOW_SECONDS = 60

FOLLOW = """
import json, time
from unittest.mock import patch

def timed(work):
    env.invalidate_all()
    start, queries = time.perf_counter(), env.cr.sql_log_count
    work()
    env.flush_all()
    return time.perf_counter() - start, env.cr.sql_log_count - queries

services = env["digit.service"].create(
    [{{"name": "Service %d" % number}} for number in range(500)]
)
versions = env["digit.service.version"].create([
    {{
        "service_id": service.id,
        "name": "%d.%d.0" % (major, minor),
        "release_date": "202%d-01-%02d" % (major, minor + 1),
    }}
    for service in services
    for major in range(1, 5)
    for minor in range(10)
])
programme = env.ref("digit_support.digit_programme_urban")
client = env["res.partner"].create(
    {{"name": "State", "is_company": True, "organisation_type": "client"}}
)
deployments = env["digit.deployment"].create([
    {{"name": "D%d" % number, "client_id": client.id, "programme_id": programme.id}}
    for number in range(200)
])
environments = env["digit.environment"].create([
    {{"name": "Production", "deployment_id": deployment.id}}
    for deployment in deployments
])
ticket = env["helpdesk.ticket"].create({{
    "name": "x", "description": "y", "user_id": False,
    "deployment_id": deployments[0].id, "version_id": versions[0].id,
}})
env.flush_all()

changes = {{
    "id": "id + n",
    "number": "'B' || n",
    "access_token": "NULL",
    "version_id": "%d + (n * 7919) %% %d" % (versions[0].id, len(versions)),
    "deployment_id": "%d + n %% 200" % deployments[0].id,
    "environment_id": "%d + n %% 200" % environments[0].id,
}}
cr = env.cr
copy_rows(ticket, {count}, changes)
cr.execute(
    "UPDATE helpdesk_ticket t SET service_id = v.service_id"
    " FROM digit_service_version v WHERE v.id = t.version_id"
)
cr.commit()
cr.execute("ANALYZE")

def commit(*_args, **_kwargs):
    env.cr.commit()
    return 3600

Ticket = env["helpdesk.ticket"]
with patch.object(env.registry["ir.cron"], "_commit_progress", commit):
    Ticket._cron_follow_registry()  # what was copied is judged for the first time
    idle = timed(Ticket._cron_follow_registry)
    publish = timed(lambda: env["digit.service.version"].create([
        {{"service_id": service.id, "name": "5.0.0", "release_date": "2026-01-01"}}
        for service in services
    ]))
    env.cr.commit()
    follow = timed(Ticket._cron_follow_registry)
left = len(Ticket._find_outdated(Ticket._get_follow_domain()))
found = Ticket._read_group(
    [("deployment_id", "in", deployments.ids)], ["entitlement"], ["__count"]
)
print(json.dumps([idle, publish, follow, left, dict(found)]))
"""


def test_verdicts_follow_a_new_major_version(odoo_shell, copy_database, capsys):
    script = COPY_ROWS + FOLLOW.format(count=TICKETS)
    with copy_database("bench_entitlement") as database:
        output = odoo_shell(database, script).splitlines()[-1]
    idle, publish, follow, left, found = json.loads(output)
    with capsys.disabled():
        print(f"\n{TICKETS} open tickets: {found}")
        for name, (seconds, queries) in (
            ("the daily look, nothing changed", idle),
            ("500 new versions, stored", publish),
            (f"every verdict anew (aim: {FOLLOW_SECONDS} s)", follow),
        ):
            print(f"  {name:40} {seconds:6.1f} s {queries:6} queries")
    assert not left
    assert follow[1] < TICKETS / 10
