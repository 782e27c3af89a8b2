"""What is to happen, written down before it does, and compared with what did.

The moments are this file's own arithmetic: a clock starts, its promise is ``BUDGET``
seconds round the clock, and a step is due so many seconds after the start.
"""

import json
from collections import Counter
from datetime import datetime, timedelta, timezone

from digit_env import paths

BUDGET = 300  # as in world.py
RARE = 100
REPEAT = 60  # seconds after which a step repeats
RUN = 10  # seconds that a run of the job takes at most

TASKS = """
    SELECT ticket.number, task.step_id, task.cycle, task.due, task.state,
           min(log.moment) FILTER (WHERE log.state = 'done'),
           count(*) FILTER (WHERE log.state = 'done'),
           task.ticket_id, task.error
    FROM digit_escalation_task task
    JOIN helpdesk_ticket ticket ON ticket.id = task.ticket_id
    LEFT JOIN reliability_log log ON log.task_id = task.id
    WHERE task.origin = 'step'
    GROUP BY task.id, ticket.number
"""
# What each ticket got: notes of the engine, and messages to people.
NOTES = """
    SELECT res_id, count(*) FROM mail_message
    WHERE model = 'helpdesk.ticket' AND body LIKE '%%Escalation:%%'
    AND message_type = 'notification' AND res_id = ANY(%s)
    GROUP BY res_id
"""
TOLD = """
    SELECT message.res_id, login, notification.notification_type,
           count(DISTINCT message.id), count(mail.id)
    FROM mail_message message
    JOIN mail_notification notification ON notification.mail_message_id = message.id
    JOIN res_users users ON users.partner_id = notification.res_partner_id
    LEFT JOIN mail_mail mail ON mail.mail_message_id = message.id
    WHERE message.model = 'helpdesk.ticket' AND message.res_id = ANY(%s)
    AND message.subject LIKE 'Escalation of%%'
    GROUP BY message.res_id, login, notification.notification_type
"""


class Journal:
    """An append-only file of the acts that are owed."""

    def __init__(self, name):
        self.path = paths.HOME / "reports" / f"{name}.journal"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        self.begin = None

    def start(self, after):
        """The moment that all is counted from, in ``after`` seconds (may be past)."""
        now = datetime.now(timezone.utc).replace(microsecond=0)
        self.begin = now + timedelta(seconds=after)
        return self.begin

    def owe(self, begin, offsets, steps, rare=()):
        """Each ticket ``T<n>`` starts at an offset; ``steps`` are seconds from there.

        :param rare: numbers of steps that only each ``RARE``-th ticket has
        """
        with self.path.open("a") as file:
            for number, offset in enumerate(offsets, 1):
                for index, seconds in enumerate(steps):
                    if index in rare and number % RARE:
                        continue
                    due = begin + timedelta(seconds=offset + seconds)
                    line = [f"T{number}", index, 1, due.isoformat()]
                    file.write(json.dumps(line) + "\n")

    def read(self):
        """``{(ticket, number of the step, cycle): due}``."""
        with self.path.open() as file:
            lines = [json.loads(line) for line in file]
        return {tuple(line[:3]): datetime.fromisoformat(line[3]) for line in lines}


def compare(journal, cluster, database, steps, repeats=()):
    """What happened beside what was owed: figures, all but the first few to be 0.

    :param steps: ids in the order of the journal's
    :param repeats: numbers of steps that go on until somebody acknowledges
    """
    owed = journal.read()
    rows = cluster.ask(TASKS, database=database)
    found, again, late, early, done_at = Counter(), 0, [], 0, {}
    errors = set()
    for number, step, cycle, due, state, moment, times, _ticket, error in rows:
        key = (number, steps.index(step), cycle)
        due = due.replace(tzinfo=timezone.utc)
        found[key] += 1
        again += times > 1
        if error:
            errors.add(error)
        if state != "done" or not moment:
            found[key] -= 1
            continue
        early += moment < due
        if key in owed:
            early += due != owed[key]
            late.append((moment - owed[key]).total_seconds())
        done_at[key] = moment
    unowed = [key for key in found if key not in owed and key[1] not in repeats]
    late.sort()
    return {
        "owed": len(owed),
        "done": len(done_at),
        "repeats": len(done_at) - len(set(done_at) & set(owed)),
        "missing": sum(not found[key] for key in owed),
        "early": early,
        "double": again + sum(count > 1 for count in found.values()),
        "unowed": len(unowed),
        "errors": sorted(errors),
        "gaps": count_gaps(done_at, repeats),
        "late_p50": pick(late, 0.5),
        "late_p99": pick(late, 0.99),
        "late_max": pick(late, 1),
    }


def count_gaps(done_at, repeats):
    """Repetitions whose predecessor is missing, or that came within a minute of it.

    The minute counts from when the predecessor acted; what is known is when it was
    committed, which is later by as much as a run takes.
    """
    return sum(
        (before := done_at.get((number, step, cycle - 1))) is None
        or (moment - before).total_seconds() < REPEAT - RUN
        for (number, step, cycle), moment in done_at.items()
        if step in repeats and cycle > 1
    )


def pick(ordered, share):
    """The value below which a share of them lies, in seconds."""
    if not ordered:
        return None
    return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 1)


def compare_effects(cluster, database, tells):
    """Tickets with another number of effects than of tasks done.

    :param tells: {step id: (login, way)}, of those that tell somebody
    :return: {effect: tickets that have too many or too few}
    """
    notes, told = Counter(), Counter()
    for (
        _number,
        step,
        _cycle,
        _due,
        state,
        _moment,
        _times,
        ticket,
        _error,
    ) in cluster.ask(TASKS, database=database):
        if state == "done":
            notes[ticket] += 1
            if step in tells:
                told[(ticket, *tells[step])] += 1
    tickets = [list(notes)]
    seen = Counter(dict(cluster.ask(NOTES, tickets, database)))
    messages, mails = Counter(), Counter()
    for ticket, login, way, count, mail in cluster.ask(TOLD, tickets, database):
        messages[ticket, login, way] = count
        if way == "email":
            mails[ticket, login, way] = mail
    owed_mails = Counter({key: told[key] for key in told if key[2] == "email"})
    return {
        "notes_wrong": count_differences(notes, seen),
        "messages_wrong": count_differences(told, messages),
        "mails_wrong": count_differences(owed_mails, mails),
    }


def count_differences(expected, found):
    return sum(expected[key] != found[key] for key in expected.keys() | found.keys())


CLEAN = (
    "missing",
    "early",
    "double",
    "unowed",
    "gaps",
    "notes_wrong",
    "messages_wrong",
    "mails_wrong",
)


def check(figures):
    """All that was owed happened once, in time, with all that belongs to it."""
    assert figures["owed"]
    wrong = {name: figures[name] for name in CLEAN if figures.get(name)}
    assert not wrong, figures
