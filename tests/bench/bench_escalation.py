"""What the escalation engine costs: at rest, under a flood, and to others.

At rest beside ``DIGIT_RUNNING`` clocks (1,000,000 unless told) it has to cost no more
than twice what it costs beside 1,000. ``DIGIT_DUE`` steps (10,000 unless told) are then
due at once. What counts is how long processors were busy, Odoo's and PostgreSQL's, so
that a machine on which others work gives the same figure.
"""

import json
import os
from pathlib import Path

FOLDERS = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "reliability")]
RUNNING = int(os.environ.get("DIGIT_RUNNING", "1000000"))
DUE = int(os.environ.get("DIGIT_DUE", "10000"))
FEW = 1000
ROUNDS = 30
LIMIT_RATIO, LIMIT_SECONDS = 2, 0.02
RATES = {"raises the severity": 200, "a mail": 50}
LIMIT_USERS = 1.5
SEED = 20261128

CALL = """
import json, sys
sys.path[:0] = {folders!r}
import escalation
print(json.dumps(escalation.{function}(env, **json.loads({arguments!r}))))
"""


def call(odoo_shell, database, function, **arguments):
    script = CALL.format(
        folders=FOLDERS, function=function, arguments=json.dumps(arguments)
    )
    return json.loads(odoo_shell(database, script).splitlines()[-1])


def test_a_run_at_rest_does_not_grow_with_the_clocks(odoo_shell, copy_database, capsys):
    found = {}
    for count in (FEW, RUNNING):
        with copy_database("bench_rest") as database:
            found[count] = call(
                odoo_shell, database, "idle", count=count, rounds=ROUNDS
            )
    few, many = found[FEW]["seconds"], found[RUNNING]["seconds"]
    with capsys.disabled():
        print(
            f"\nA run with nothing due, beside {FEW} and {RUNNING} running clocks:"
            f"\n  {few * 1e3:.2f} ms and {many * 1e3:.2f} ms, {many / few:.2f} times"
            f" (at most {LIMIT_RATIO}), {found[RUNNING]['queries']} queries"
        )
    assert many / few <= LIMIT_RATIO
    assert many <= LIMIT_SECONDS
    assert found[FEW]["queries"] == found[RUNNING]["queries"]


def test_a_flood_of_due_steps(odoo_shell, copy_database, capsys):
    rates = {}
    for kind, least in RATES.items():
        with copy_database("bench_flood") as database:
            found = call(odoo_shell, database, "due", count=DUE, kind=kind)
        rates[kind] = 1 / found["busy"]
        with capsys.disabled():
            print(
                f"\n{DUE} steps due at once, {kind}: {rates[kind]:.0f} a second of one"
                f" processor (at least {least}), {1 / found['wall']:.0f} a second here;"
                f" {found['queries']:.1f} queries each"
            )
    assert not [kind for kind, least in RATES.items() if rates[kind] < least]


def test_users_do_not_wait_for_the_engine(odoo_shell, copy_database, capsys):
    with copy_database("bench_users") as database:
        found = call(
            odoo_shell,
            database,
            "users",
            count=DUE,
            windows=20,
            seconds=2,
            seed=SEED,
        )
    ratio = found["working"] / found["standing"]
    with capsys.disabled():
        print(
            f"\nA reply and a change by a user: {found['standing'] * 1e3:.0f} ms,"
            f" and {found['working'] * 1e3:.0f} ms while {DUE} mails are due:"
            f" {ratio:.2f} times (at most {LIMIT_USERS}), {found['requests']} requests"
        )
    assert not found["is_done"], "the flood was over too soon to measure anything"
    assert ratio <= LIMIT_USERS
