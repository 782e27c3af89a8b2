"""The radar of what falls out of support, on a large registry.

``SERVICES`` services with ``VERSIONS`` versions each, ``DEPLOYMENTS`` deployments with
``INSTALLED`` services each are generated in SQL; half of the versions have an end. What
a browser asks for when the screen opens has to come within a second, and the daily job
that looks for due notices is timed beside it.
"""

import json

from rows import COPY_ROWS

SERVICES, VERSIONS, DEPLOYMENTS, INSTALLED = 500, 40, 200, 100
LIMIT = 1.0

SCRIPT = """
import datetime, json, time
cr = env.cr
programme = env["digit.programme"].search([], limit=1)
client = env["res.partner"].create({{"name": "Bench", "is_company": True}})
service = env["digit.service"].create({{"name": "Bench"}})
version = env["digit.service.version"].create(
    {{"service_id": service.id, "name": "1.0.0", "release_date": "2020-01-01"}}
)
deployment = env["digit.deployment"].create(
    {{"client_id": client.id, "programme_id": programme.id}}
)
environment = env["digit.environment"].create(
    {{"name": "Production", "deployment_id": deployment.id}}
)
installation = env["digit.installation"].create(
    {{"environment_id": environment.id, "version_id": version.id}}
)
env.flush_all()
cr.precommit.run()
env.flush_all()

services, versions = {services}, {versions}
deployments, installed = {deployments}, {installed}
copy_rows(service, services, {{"id": "id + n", "code": "NULL"}})
# ends spread over the two years around today
copy_rows(version, services * versions, {{
    "id": "id + n",
    "service_id": "%d + (n - 1) / %d + 1" % (service.id, versions),
    "name": "'1.' || mod(n - 1, %d) || '.0'" % versions,
    "precedence": "lpad(mod(n - 1, %d)::text, 10, '0')" % versions,
    "eosl_date": "CASE WHEN mod(n, 2) = 0 THEN now()::date - 365 + mod(n, 730) END",
    "support_end_date":
        "CASE WHEN mod(n, 2) = 0 THEN now()::date - 365 + mod(n, 730) END",
}})
copy_rows(deployment, deployments, {{"id": "id + n", "name": "'Bench ' || n"}})
copy_rows(environment, deployments, {{
    "id": "id + n", "deployment_id": "%d + n" % deployment.id,
}})
step = services // installed
version_of = "%d + (mod(n - 1, %d) * %d) * %d + mod(n * 7, %d) + 1" % (
    version.id, installed, step, versions, versions
)
copy_rows(installation, deployments * installed, {{
    "id": "id + n",
    "environment_id": "%d + (n - 1) / %d + 1" % (environment.id, installed),
    "deployment_id": "%d + (n - 1) / %d + 1" % (deployment.id, installed),
    "version_id": version_of,
    "service_id": "%d + mod(n - 1, %d) * %d + 1" % (service.id, installed, step),
}})
cr.execute("ANALYZE")
env.invalidate_all()

Radar = env["digit.eosl.radar"]
today = datetime.date.today()
year = [
    ("support_end_date", ">=", today),
    ("support_end_date", "<", today + datetime.timedelta(365)),
]
names = {{
    name: {{}}
    for name in ("support_end_date", "days_left", "cause")
}} | {{
    name: {{"fields": {{"display_name": {{}}}}}}
    for name in ("deployment_id", "environment_id", "version_id", "upgrade_version_id")
}}

def timed(work):
    best = None
    for _round in range(3):
        env.invalidate_all()
        start = time.perf_counter()
        found = work()
        seconds = time.perf_counter() - start
        best = seconds if best is None else min(best, seconds)
    return [best, found]

print(json.dumps({{
    "list": timed(lambda: Radar.web_search_read(year, names, limit=80)["length"]),
    "list of all": timed(lambda: Radar.web_search_read([], names, limit=80)["length"]),
    "pivot by month": timed(lambda: len(Radar.formatted_read_group(
        year, ["deployment_id", "support_end_date:month"], ["__count"]))),
    "graph by month": timed(lambda: len(Radar.formatted_read_group(
        year, ["support_end_date:month", "cause"], ["__count"]))),
    "calendar of a month": timed(lambda: len(Radar.search_read([
        ("support_end_date", ">=", today),
        ("support_end_date", "<", today + datetime.timedelta(42)),
    ]))),
    "notices that are due": timed(
        lambda: len(env["digit.eosl.notice"]._get_due(today))),
}}))
cr.rollback()
"""


def test_the_radar_opens_within_a_second(odoo_shell, copy_database, capsys):
    script = COPY_ROWS + SCRIPT.format(
        services=SERVICES,
        versions=VERSIONS,
        deployments=DEPLOYMENTS,
        installed=INSTALLED,
    )
    with copy_database("bench_radar") as database:
        found = json.loads(odoo_shell(database, script).splitlines()[-1])
    with capsys.disabled():
        print(
            f"\nThe radar with {SERVICES} services x {VERSIONS} versions x"
            f" {DEPLOYMENTS} deployments, {DEPLOYMENTS * INSTALLED} installations"
            f" (aim: {LIMIT:.0f} s)"
        )
        for name, (seconds, count) in found.items():
            print(f"  {name:22} {seconds * 1e3:7.0f} ms  {count:6} rows")
    assert found["list of all"][1] > 1000
    assert max(seconds for seconds, _count in found.values()) < LIMIT
