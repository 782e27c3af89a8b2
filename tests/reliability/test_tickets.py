"""One bad ticket harms only itself (R9); who takes care beats a step (R10)."""

import journal
from sizes import size
from steps import MAIL, get_seconds

SEED = size("SEED", 20261128)
PAST = -2000
BAD = 20  # each so-manieth ticket is odd
FAILING = 3  # of six kinds of odd


def test_one_bad_ticket_harms_only_itself(inside, report):
    count = size("BAD_TICKETS", 160)
    every = size("BAD_EACH", BAD)
    known = inside(
        "bad",
        "run",
        steps=[MAIL],
        begin=journal.Journal("R9").start(PAST).strftime("%F %T"),
        offsets=[0] * count,
        escalation=get_seconds([MAIL])[0],
        bad=every,
    )
    runs, told = known["runs"], known["told"]
    odd = [number // every % 6 for number in range(every, count + 1, every)]
    failing = sum(kind < FAILING for kind in odd)
    report(tickets=count, failing=failing, runs=runs, told=told)
    for number, run in enumerate(runs, 1):
        assert run["cron"] == [True, 0]
        (bad, good) = run["tasks"]
        assert bad[:3] + bad[5:] == ["failing", "planned", True, failing]
        # a long run tries some of them again before it ends
        assert bad[3] >= number
        assert good == ["good", "done", False, None, None, count - failing]
    assert told == failing


def test_who_takes_care_beats_a_step(inside, report):
    rounds = size("RACES", 18)
    step = {"metric": "response", "share": 50, "repeat_minutes": 1}
    step["notify_assignee"] = True
    known = inside(
        "races",
        "run",
        steps=[step],
        begin=journal.Journal("R10").start(PAST).strftime("%F %T"),
        offsets=[0] * rounds,
        escalation=get_seconds([step])[0],
        rounds=rounds,
        seed=SEED,
    )
    report(seed=SEED, rounds=rounds, first=known["first"], wrong=known["wrong"])
    assert not known["wrong"]
    assert sum(known["first"].values()) == rounds
