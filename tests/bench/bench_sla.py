"""What the clocks cost: beside bare ``helpdesk_mgmt``, and when a holiday is added.

The same work is timed by turns on a database with ``helpdesk_mgmt`` alone, on one with
OCA's ``helpdesk_mgmt_sla``, each ticket with three of its SLAs, and on one with our
addons, each ticket with a response, an update and a resolution clock; the best of each
is compared. OCA's keeps no ledger; a stage that waits pauses nothing there unless each
SLA names it, as these do. ``DIGIT_CLOCKS`` running clocks (100,000 unless told) are
generated in SQL and re-targeted by the job, while a user goes on writing to the same
tickets from a thread of the same process: what they wait includes waiting for Python.
"""

import json
import os

from digit_env import databases
from rows import COPY_ROWS

ROUNDS = 3
CLOCKS = int(os.environ.get("DIGIT_CLOCKS", "100000"))
LIMIT = 1.25
RETARGET_SECONDS = 60
GROWTH = 1.1  # of memory, after the first tenth of the batches

TIMED = """
import json, time
Ticket = env["helpdesk.ticket"].with_context(digit_no_acknowledgement=True)
team = {team}
stages = [
    env.ref("helpdesk_mgmt.helpdesk_ticket_stage_" + name)
    for name in ("in_progress", "awaiting")
]

def finish():
    env.flush_all()
    env.cr.precommit.run()  # the tracked changes become messages
    env.flush_all()

def timed(work):
    env.invalidate_all()
    start = time.perf_counter()
    found = work()
    finish()
    return time.perf_counter() - start, found

def create(count):
    vals = {{"name": "x", "description": "y", "team_id": team.id, "user_id": False}}
    return Ticket.create([dict(vals) for _number in range(count)])

def create_singly(count):
    tickets = Ticket.browse()
    for _number in range(count):
        tickets |= create(1)
        finish()
    return tickets

def move(tickets, stage):
    tickets.stage_id = stage

def move_singly(tickets, stage):
    for ticket in tickets:
        ticket.stage_id = stage
        finish()

create(5)
finish()
single, singles = timed(lambda: create_singly(40))
batch, tickets = timed(lambda: create(500))
seconds = {{"create, one by one": single / 40, "create, 500 at once": batch / 500}}
for stage, name in zip(stages, ("taken", "paused"), strict=True):
    single, _none = timed(lambda: move_singly(singles, stage))
    batch, _none = timed(lambda: move(tickets, stage))
    seconds[name + ", one by one"] = single / 40
    seconds[name + ", 500 at once"] = batch / 500
print(json.dumps(seconds))
env.cr.rollback()
"""
BARE_TEAM = 'env["helpdesk.ticket.team"].create({"name": "Bare"})'
OCA = "helpdesk_mgmt_sla"
OCA_TEAM = """env["helpdesk.ticket.team"].create({
    "name": "OCA",
    "use_sla": True,
    "resource_calendar_id": env.company.resource_calendar_id.id,
})
env["helpdesk.sla"].create([
    {
        "name": "%d h" % hours,
        "team_ids": [(4, team.id)],
        "hours": hours,
        "stage_id": env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done").id,
        "ignore_stage_ids": [
            (4, env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting").id)
        ],
    }
    for hours in (4, 2, 24)
])
"""
OUR_TEAM = """env.ref("digit_support.helpdesk_ticket_team_urban")
for target in env.ref("digit_sla.digit_sla_policy_urban").target_ids:
    target.term = {"response": "4 h", "update": "2 h", "resolution": "3 d"}[
        target.metric
    ]
"""

RETARGET = """
import datetime, json, logging, resource, threading, time
import psycopg2
from unittest.mock import patch
team = env.ref("digit_support.helpdesk_ticket_team_urban")
ticket = env["helpdesk.ticket"].create(
    {{"name": "x", "description": "y", "team_id": team.id, "user_id": False}}
)
env.flush_all()

def run_job():
    env["digit.sla.clock"]._cron_follow_promises()

with patch.object(env.registry["ir.cron"], "_commit_progress", lambda *_, **__: 3600):
    run_job()  # what the installation left to do, for one ticket

clock = ticket.clock_ids
offset = {{"id": "id + n", "number": "'B' || n", "access_token": "NULL"}}
copy_rows(ticket, {count}, offset)
copy_rows(clock, {count}, {{"id": "id + n", "ticket_id": "ticket_id + n"}})
copy_rows(
    clock.event_ids, {count}, {{"id": "id + n", "clock_id": "clock_id + n"}}
)
day = datetime.date.today() + datetime.timedelta(2)
env["resource.calendar.leaves"].create({{
    "name": "Holiday",
    "calendar_id": env.ref("digit_sla.resource_calendar_ist").id,
    "date_from": "%s 18:30:00" % day,  # midnight in India
    "date_to": "%s 18:29:59" % (day + datetime.timedelta(1)),
}})
env.cr.commit()
env.cr.execute("ANALYZE")
env.invalidate_all()

memory = []

def commit(*_args, **_kwargs):
    env.cr.commit()
    with open("/proc/self/statm") as statm:
        memory.append(int(statm.read().split()[1]) * resource.getpagesize() >> 20)
    return 3600

waits, conflicts, done = [], [], threading.Event()

def write_as_a_user():
    number = 0
    while not done.is_set():
        number = (number + 7919) % {count}
        start = time.perf_counter()
        try:
            with env.registry.cursor() as cr:
                written = env(cr=cr)["helpdesk.ticket"].browse(ticket.id + number)
                written.name = "y%d" % number
        except psycopg2.errors.SerializationFailure:
            conflicts.append(number)  # the web client's request is tried again
        waits.append(time.perf_counter() - start)
        time.sleep(0.05)

logging.getLogger("odoo.sql_db").setLevel(logging.CRITICAL)
user = threading.Thread(target=write_as_a_user)
with patch.object(env.registry["ir.cron"], "_commit_progress", commit):
    user.start()
    start, busy = time.perf_counter(), time.process_time()
    try:
        for _run in range(3):  # it goes on with what a write kept from it
            run_job()
    finally:
        seconds = time.perf_counter() - start
        busy = time.process_time() - busy
        done.set()
        user.join()
moved = env["digit.sla.clock.event"].search_count([("kind", "=", "retarget")])
tenth = len(memory) // 10
print(json.dumps({{
    "seconds": seconds,
    "busy": busy,
    "moved": moved,
    "waits": sorted(waits),
    "conflicts": len(conflicts),
    "memory": [max(memory[:tenth]), max(memory)],
}}))
"""


def run(odoo_shell, database, script):
    return json.loads(odoo_shell(database, script).splitlines()[-1])


def test_tickets_with_clocks_beside_bare_ones(odoo_shell, copy_database, capsys):
    base = databases.base()
    with (
        copy_database("bench_bare", source=base) as bare,
        copy_database("bench_oca", source=base) as oca,
        copy_database("bench_ours") as ours,
    ):
        databases.odoo(oca, "-i", OCA, log="install-bench-oca.log", strict=False)
        teams = {bare: BARE_TEAM, oca: OCA_TEAM, ours: OUR_TEAM}
        runs = [
            [
                run(odoo_shell, name, TIMED.format(team=team))
                for name, team in teams.items()
            ]
            for _round in range(ROUNDS)
        ]
    with capsys.disabled():
        print(
            f"\nWith three clocks beside bare helpdesk_mgmt (aim: {LIMIT} times):"
            f" bare, {OCA}, ours"
        )
        for name in runs[0][0]:
            least = [
                min(run[name] for run in turns) for turns in zip(*runs, strict=True)
            ]
            shown = " ".join(f"{seconds * 1e3:7.2f} ms" for seconds in least)
            print(
                f"  {name:26} {shown}   {least[2] / least[0]:5.2f} times,"
                f" {least[1] / least[0]:5.2f} {OCA}"
            )


def test_a_holiday_reaches_running_clocks(odoo_shell, copy_database, capsys):
    script = COPY_ROWS + RETARGET.format(count=CLOCKS)
    with copy_database("bench_retarget") as database:
        found = run(odoo_shell, database, script)
    waits, memory = found["waits"], found["memory"]
    with capsys.disabled():
        print(
            f"\n{found['moved']} running clocks re-targeted after a holiday in"
            f" {found['seconds']:.1f} s (aim: {RETARGET_SECONDS} s for 100,000),"
            f" {found['busy']:.1f} s of them Python's\n"
            f"  a user's {len(waits)} writes meanwhile: half within"
            f" {waits[len(waits) // 2] * 1e3:.0f} ms, the longest"
            f" {waits[-1] * 1e3:.0f} ms; {found['conflicts']} to be tried again\n"
            f"  memory: {memory[0]} MB after a tenth of the batches,"
            f" {memory[1]} MB at most"
        )
    assert found["moved"] == CLOCKS + 1
    assert memory[1] < memory[0] * GROWTH
