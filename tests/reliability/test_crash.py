"""Workers that are killed or stand still repeat nothing and forget nothing."""

import random

import journal
import pytest
from sizes import size
from steps import BOTH, get_seconds, get_told

SEED = 20261128
PAST = -2000  # seconds: all of it is due


@pytest.fixture
def play(inside, cluster, database, report):
    """``play("R2", "crash", count, **options)``: have a scenario run, compare."""

    def played(name, module, count, **options):
        dice = random.Random(SEED)
        offsets = [dice.randrange(300) for _number in range(count)]
        log = journal.Journal(name)
        begin = log.start(PAST)
        seconds = get_seconds(BOTH)
        log.owe(begin, offsets, seconds)
        known = inside(
            module,
            "run",
            steps=BOTH,
            begin=begin.strftime("%F %T"),
            offsets=offsets,
            escalation=seconds[0],
            seed=SEED,
            **options,
        )
        ids = known["steps"]
        figures = journal.compare(log, cluster, database, ids)
        told = get_told(BOTH, ids)
        figures.update(journal.compare_effects(cluster, database, told))
        # all of it was late before it began
        for when in ("late_p50", "late_p99", "late_max"):
            figures.pop(when)
        extra = {key: known[key] for key in known.keys() & {"kills", "stops", "others"}}
        report(seed=SEED, **extra, **figures)
        journal.check(figures)
        return known

    return played


def test_a_killed_worker_repeats_nothing(play):
    """R2: at each failpoint."""
    times = size("KILLS_EACH", 2)
    known = play("R2", "crash", times * 150 + 30, times=times)
    assert set(known["kills"].values()) == {times}


def test_a_worker_that_stands_still_is_neither_waited_for_nor_repeated(play):
    """R7: it holds locks; the other goes on with other rows."""
    pauses = size("PAUSES", 2)
    known = play("R7", "stopped", pauses * 60, pauses=pauses, pause=size("PAUSE", 1))
    assert known["stops"] >= pauses * 0.8
    assert all(known["others"])
