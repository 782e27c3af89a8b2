"""What people look at: as quick after a hundred months as after the first.

Two databases are generated in SQL for the same team: 3,333 tickets a month with three
clocks each, the newest 1,000 of them open. One has a month of them, 10,000 clocks, the
other a hundred months, 1,000,000 (``DIGIT_TICKETS`` is a third of that). An agent, and
for the analysis an administrator, asks both in turn for the same pages; the best of
nine times counts. The ledger is not generated: none of these pages reads it.

What a menu opens shows what is open, or the last month: the aim is twice the time of
the small one. With that filter taken away the whole history is shown, sorted or
counted: that grows with it, and the aim is two seconds.
"""

import json
import os

from digit_env import postgres
from rows import COPY_ROWS

MONTH = 3333
TICKETS = int(os.environ.get("DIGIT_TICKETS", "333333"))
LIMIT = 2
HISTORY_SECONDS = 2
ROUNDS = 3
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
    {{
        "name": "Payment fails",
        "description": "<p>%s</p>" % ("What a person says of it. " * 40),
        "team_id": team.id,
        "user_id": False,
    }}
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
copy_rows(ticket, TICKETS, {{
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
# who works on a ticket follows it
env.cr.execute(
    "INSERT INTO mail_followers (res_model, res_id, partner_id)"
    " SELECT 'helpdesk.ticket', t.id, u.partner_id FROM helpdesk_ticket t"
    " JOIN res_users u ON u.id = t.user_id WHERE t.id > %s", [ticket.id]
)
for clock in ticket.clock_ids:
    copy_rows(clock, TICKETS, {{
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
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval
admin = env.ref("base.user_admin").id
agent = env["res.users"].search([("login", "=", "agent0")])
env = env(user=agent.id, context={"tz": "Asia/Kolkata"})
Ticket, Clock = env["helpdesk.ticket"], env["digit.sla.clock"]
Report = env["digit.sla.report"].with_user(admin)

def page(model, domain, view=None):
    "What the web client asks for to show the first page of a list."
    arch = etree.fromstring(model.get_view(view and env.ref(view).id, "list")["arch"])
    fields = {
        name: {"fields": {"display_name": {}}}
        if model._fields[name].type == "many2one" else {}
        for name in arch.xpath("./field/@name")
    }
    order = arch.get("default_order") or model._order
    count_limit = int(arch.get("count_limit", 10000)) + 1
    return lambda: model.web_search_read(
        domain, fields, limit=80, order=order, count_limit=count_limit
    )

def get_filters(model):
    arch = etree.fromstring(model.get_view(None, "search")["arch"])
    return {
        node.get("name"): safe_eval(node.get("domain"), {"uid": env.uid})
        for node in arch.xpath("//filter[@domain]")
        if "context_today" not in node.get("domain")
    }

def get_domain(model, xmlid):
    "What a menu opens with: its domain and the filters that it has ticked."
    action = env.ref(xmlid).sudo()
    filters = get_filters(model)
    ticked = []
    for name, value in safe_eval(action.context).items():
        name = name.removeprefix("search_default_")
        if isinstance(value, str):  # one of the choices of a date
            name = value.removeprefix("custom_")
        ticked.append(filters[name])
    domain = safe_eval(action.domain or "[]", {"uid": env.uid})
    return Domain.AND([domain, *ticked])

def groups(model, domain, names, measures=("__count",)):
    return lambda: model.formatted_read_group(domain, names, measures)

mine = get_domain(Ticket, "digit_sla.helpdesk_ticket_action_urgency")
tickets = get_domain(Ticket, "helpdesk_mgmt.helpdesk_ticket_action")
clocks = get_domain(Clock, "digit_sla.digit_sla_clock_action")
promises = get_domain(Report, "digit_sla.digit_sla_report_action")
urgency = "digit_sla.helpdesk_ticket_view_list_urgency"
cases = {
    "my tickets by urgency": page(Ticket, mine, urgency),
    "my tickets by state": groups(Ticket, mine, ["sla_state"]),
    "counters in the top bar": Ticket.get_sla_counts,
    "tickets as opened": page(Ticket, tickets),
    "tickets as opened, by state": groups(Ticket, tickets, ["sla_state"]),
    "clocks as opened": page(Clock, clocks),
    "clocks as opened, by state": groups(Clock, clocks, ["state"]),
}
ticket_filters = {
    name: domain for name, domain in get_filters(Ticket).items()
    if name.startswith("sla_") or name in ("my_teams", "mytickets", "open")
}
history = {}
for name, domain in ticket_filters.items():
    if name != "open":
        cases["tickets as opened, " + name] = page(Ticket, tickets & Domain(domain))
    history["tickets, " + name] = page(Ticket, domain)
for name, domain in get_filters(Clock).items():
    if name != "open":
        cases["clocks as opened, " + name] = page(Clock, clocks & Domain(domain))
    history["clocks, " + name] = page(Clock, domain)
by = ["programme_id", "severity_id", "metric"]
measures = ["adherence:avg", "met_count:sum", "breached_count:sum", "__count"]
cases["analysis as opened"] = groups(Report, promises, by, measures)
history |= {
    "tickets, all": page(Ticket, []),
    "tickets, all by state": groups(Ticket, [], ["sla_state"]),
    "clocks, all": page(Clock, []),
    "clocks, all by state": groups(Clock, [], ["state"]),
    "analysis, all": groups(Report, [], by, measures),
}

def measure(ask):
    times = []
    for _round in range(3):
        env.invalidate_all()
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    return min(times)

print(json.dumps([
    {name: measure(ask) for name, ask in asked.items()} for asked in (cases, history)
]))
"""


def generate(odoo_shell, database, tickets):
    script = COPY_ROWS + GENERATE.format(tickets=tickets, month=MONTH)
    odoo_shell(database, script)
    postgres.sql("VACUUM ANALYZE", database)


def measure(odoo_shell, databases):
    """The least that each page took, of both asked in turn: the machine does more.

    :return: for each database the seconds of the pages and those of the whole history
    """
    rounds = [
        [json.loads(odoo_shell(name, ASK).splitlines()[-1]) for name in databases]
        for _round in range(ROUNDS)
    ]
    return [
        [
            {name: min(seconds[name] for seconds in times) for name in times[0]}
            for times in zip(*answers, strict=True)
        ]
        for answers in zip(*rounds, strict=True)
    ]


def test_pages_do_not_slow_down_with_the_history(odoo_shell, copy_database, capsys):
    with copy_database("bench_month") as month, copy_database("bench_years") as years:
        generate(odoo_shell, month, MONTH)
        generate(odoo_shell, years, TICKETS)
        small, large = measure(odoo_shell, (month, years))
    titles = f"aim: {LIMIT} times", f"whole history, aim: {HISTORY_SECONDS} s"
    with capsys.disabled():
        print(f"\n{MONTH * 3} clocks and {TICKETS * 3}")
        for title, before, after in zip(titles, small, large, strict=True):
            print(f" {title}")
            for name in before:
                print(tell(name, before[name], after[name], before is small[1]))
    assert [found.keys() for found in small] == [found.keys() for found in large]


def tell(name, small, large, is_history):
    """A line of the report; what misses its aim has a mark at its end."""
    ratio = large / small
    if is_history:
        is_slow = large > HISTORY_SECONDS
    else:
        is_slow = ratio > LIMIT and large - small > NOISE
    return (
        f"  {name:36} {small * 1e3:7.1f} ms {large * 1e3:7.1f} ms"
        f"   {ratio:5.1f} times{'  !' if is_slow else ''}"
    )
