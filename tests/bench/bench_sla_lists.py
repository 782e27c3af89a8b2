"""What people look at: as quick after a hundred months as after the first.

Two databases are generated in SQL for the same team: 3,333 tickets a month with three
clocks each, the newest 1,000 of them open. One has a month of them, 10,000 clocks, the
other a hundred months, 1,000,000 (``DIGIT_TICKETS`` is a third of that). An agent, and
for the analysis an administrator, asks both for the same pages, the best of three
times. The ledger is not generated: none of these pages reads it.

The aim is twice the time of the small one. What shows the whole history cannot keep
it: groups of all tickets or clocks by their state, the list of all that was ever
breached, and the full analysis, whose aim is two seconds.
"""

import json
import os

from digit_env import postgres

MONTH = 3333
TICKETS = int(os.environ.get("DIGIT_TICKETS", "333333"))
LIMIT = 2
# A difference below this is none that somebody sees, and mostly noise.
NOISE = 0.025

GENERATE = """
TICKETS, OPEN = {tickets}, 1000
env.ref("digit_sla.digit_sla_policy_urban").target_ids.term = "3 d"
team = env.ref("digit_support.helpdesk_ticket_team_urban")
role = env.ref("helpdesk_mgmt.group_helpdesk_user_team")
agents = env["res.users"].create([
    {{"name": "Agent %d" % n, "login": "agent%d" % n, "group_ids": [(4, role.id)]}}
    for n in range(20)
])
teams = team | team.create([
    {{"name": "Team %d" % n, "programme_id": team.programme_id.id}} for n in range(9)
])
for n, agent in enumerate(agents):
    teams[n % 10].user_ids |= agent
ticket = env["helpdesk.ticket"].create(
    {{"name": "x", "description": "y", "team_id": team.id, "user_id": False}}
)
env.flush_all()
for table in ("helpdesk_ticket", "digit_sla_clock"):
    # nobody needs the keys of a copy that is thrown away; checking them takes minutes
    env.cr.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'f'"
        " AND conrelid = %s::regclass", [table],
    )
    for (name,) in env.cr.fetchall():
        env.cr.execute('ALTER TABLE %s DROP CONSTRAINT "%s"' % (table, name))

def pick(records):
    return "(ARRAY%s)[1 + n %% %d]" % (records.ids, len(records))

def copy_rows(source, changes):
    names = [
        name for name, field in source._fields.items()
        if field.store and field.column_type
    ]
    shown = ", ".join(changes.get(name, '"%s"' % name) for name in names)
    env.cr.execute(
        'INSERT INTO %s ("%s") SELECT %s FROM %s CROSS JOIN'
        " generate_series(1, %d) AS n WHERE id = %d"
        % (source._table, '", "'.join(names), shown, source._table, TICKETS, source.id)
    )
    env.cr.execute(
        "SELECT setval('%s_id_seq', (SELECT max(id) FROM %s))"
        % (source._table, source._table)
    )

def while_open(shown, afterwards="NULL"):
    return "CASE WHEN n <= %d THEN %s ELSE %s END" % (OPEN, shown, afterwards)

# of the open ones a tenth waits, a tenth is late, a tenth at risk
NOW, DAY = "now()::timestamp", "interval '1 day'"
came = NOW + " - n * interval '1 month' / {month}"
status = while_open(
    "CASE n % 10 WHEN 0 THEN 'paused' ELSE 'running' END",
    "CASE n % 20 WHEN 0 THEN 'breached' ELSE 'met' END",
)
due = "%s + CASE n %% 10 WHEN 0 THEN NULL WHEN 1 THEN -1 ELSE n %% 5 + 2 END * %s" % (
    NOW, DAY
)
risk = "%s + CASE n %% 10 WHEN 0 THEN NULL WHEN 2 THEN -1 ELSE 1 END * %s" % (NOW, DAY)
stages = {{
    name: env.ref("helpdesk_mgmt.helpdesk_ticket_stage_" + name).id
    for name in ("in_progress", "awaiting", "done")
}}
copy_rows(ticket, {{
    "id": "id + n",
    "number": "'B' || n",
    "access_token": "NULL",
    "team_id": pick(teams),
    "user_id": pick(agents),
    "severity_id": pick(ticket.scheme_id.severity_ids),
    "create_date": came,
    "sla_start_date": came,
    "stage_id": while_open(
        "CASE n %% 10 WHEN 0 THEN %d ELSE %d END"
        % (stages["awaiting"], stages["in_progress"]),
        stages["done"],
    ),
    "closed_date": while_open("NULL", came + " + " + DAY),
    "sla_status": status,
    "sla_deadline": while_open(due),
    "sla_risk_date": while_open(risk),
}})
for clock in ticket.clock_ids:
    copy_rows(clock, {{
        "id": "id + n * 3",
        "ticket_id": "ticket_id + n",
        "target_id": pick(clock.target_id.policy_id.target_ids.filtered(
            lambda target: target.metric == clock.metric
        )),
        "status": status,
        "started": came,
        "deadline": while_open(due, came + " + 3 * " + DAY),
        "risk_date": while_open(risk, came + " + 2 * " + DAY),
        "reached_date": while_open("NULL", came + " + " + DAY),
    }})
env.cr.commit()
"""

ASK = """
import json, time
from lxml import etree
from odoo.tools.safe_eval import safe_eval
admin = env.ref("base.user_admin").id
agent = env["res.users"].search([("login", "=", "agent0")])
env = env(user=agent.id, context={"tz": "Asia/Kolkata"})
Ticket, Clock = env["helpdesk.ticket"], env["digit.sla.clock"]
Report = env["digit.sla.report"].with_user(admin)

def page(model, domain, xmlid):
    "What the web client asks for to show the first page of a list."
    arch = etree.fromstring(model.get_view(env.ref(xmlid).id, "list")["arch"])
    fields = {
        name: {"fields": {"display_name": {}}}
        if model._fields[name].type == "many2one" else {}
        for name in arch.xpath("./field/@name")
    }
    order = arch.get("default_order") or model._order
    return lambda: model.web_search_read(
        domain, fields, limit=80, order=order, count_limit=10001
    )

def get_filters(model, xmlid):
    arch = etree.fromstring(model.get_view(env.ref(xmlid).id, "search")["arch"])
    for node in arch.xpath("//filter[@domain]"):
        name = node.get("name")
        if model == Clock or name.startswith("sla_") or name == "my_teams":
            yield name, safe_eval(node.get("domain"), {"uid": env.uid})

def groups(model, domain, names, measures=("__count",)):
    return lambda: model.formatted_read_group(domain, names, measures)

action = env.ref("digit_sla.helpdesk_ticket_action_urgency").sudo()
mine = safe_eval(action.domain, {"uid": env.uid})
is_open = [("closed_date", "=", False)]
list_view = "digit_sla.helpdesk_ticket_view_list_urgency"
cases = {"my tickets by urgency": page(Ticket, mine, list_view)}
for name, domain in get_filters(Ticket, "helpdesk_mgmt.helpdesk_ticket_view_search"):
    cases["tickets, " + name] = page(Ticket, domain, list_view)
list_view = "digit_sla.digit_sla_clock_view_list"
for name, domain in get_filters(Clock, "digit_sla.digit_sla_clock_view_search"):
    cases["clocks, " + name] = page(Clock, domain, list_view)
cases["clocks, all"] = page(Clock, [], list_view)
cases["counters in the top bar"] = Ticket.get_sla_counts
cases["my tickets by state"] = groups(Ticket, mine, ["sla_state"])
cases["open tickets by state"] = groups(Ticket, is_open, ["sla_state"])
cases["all tickets by state"] = groups(Ticket, [], ["sla_state"])
open_clocks = [("status", "in", ("running", "paused", "stopped"))]
cases["open clocks by state"] = groups(Clock, open_clocks, ["state"])
cases["all clocks by state"] = groups(Clock, [], ["state"])
by = ["programme_id", "severity_id", "metric"]
measures = ["adherence:avg", "met_count:sum", "breached_count:sum", "__count"]
month = [("started", ">=", "today -1m")]
cases["analysis of a month"] = groups(Report, month, by, measures)
cases["full analysis"] = groups(Report, [], by, measures)

found = {}
for name, ask in cases.items():
    times = []
    for _round in range(3):
        env.invalidate_all()
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    found[name] = min(times)
print(json.dumps(found))
"""


def measure(odoo_shell, database, tickets):
    odoo_shell(database, GENERATE.format(tickets=tickets, month=MONTH))
    postgres.sql("VACUUM ANALYZE", database)
    return json.loads(odoo_shell(database, ASK).splitlines()[-1])


def test_pages_do_not_slow_down_with_the_history(odoo_shell, copy_database, capsys):
    with copy_database("bench_month") as database:
        small = measure(odoo_shell, database, MONTH)
    with copy_database("bench_years") as database:
        large = measure(odoo_shell, database, TICKETS)
    with capsys.disabled():
        print(f"\n{MONTH * 3} clocks and {TICKETS * 3} (aim: {LIMIT} times)")
        for name, seconds in small.items():
            ratio = large[name] / seconds
            is_slow = ratio > LIMIT and large[name] - seconds > NOISE
            print(
                f"  {name:26} {seconds * 1e3:7.1f} ms {large[name] * 1e3:7.1f} ms"
                f"   {ratio:5.1f} times{'  !' if is_slow else ''}"
            )
    assert small.keys() == large.keys()
