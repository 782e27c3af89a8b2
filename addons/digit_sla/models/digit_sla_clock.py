from datetime import timezone
from functools import cache

from odoo import api, fields, models

from ..tools import clock as core
from .digit_sla_target import RESOLUTION

# How much of the future a countdown is told: a deadline further away needs no seconds.
MAX_WINDOWS = 40
# Of the clocks of a ticket, which one leads; a breached one that is still owed runs.
LEADING = (core.RUNNING, core.PAUSED, core.BREACHED, core.MET, core.STOPPED)
# The event that brings an open clock to a status.
TRANSITIONS = {
    core.RUNNING: core.RESUME,
    core.PAUSED: core.PAUSE,
    core.STOPPED: core.FREEZE,
}


def naive(moment):
    """A moment of the core as Odoo stores it."""
    return moment and moment.replace(tzinfo=None)


def aware(moment):
    """A stored moment as the core takes it."""
    return moment.replace(tzinfo=timezone.utc)


class DigitSlaClock(models.Model):
    """One target running on one ticket.

    All its figures follow from its events (see ``tools/clock.py``).
    """

    _name = "digit.sla.clock"
    _inherit = ["digit.access", "digit.sla.batch", "digit.sla.state"]
    _description = "SLA Clock"
    _access_field = "ticket_id"
    _order = "deadline, id"
    # its events tell who changed it and when
    _log_access = False

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade")
    metric = fields.Selection(
        selection=lambda self: (
            self.env["digit.sla.target"]
            ._fields["metric"]
            ._description_selection(self.env)
        ),
        required=True,
    )
    cycle = fields.Integer(
        default=1,
        readonly=True,
        help="An update is owed again after each one: this counts them.",
    )
    level_id = fields.Many2one(
        "digit.support.level",
        string="Started on Level",
        ondelete="restrict",
        help="The support level on reaching which it started, if that is how its "
        "policy starts clocks.",
    )
    target_id = fields.Many2one("digit.sla.target", ondelete="set null", index=True)
    event_ids = fields.One2many("digit.sla.clock.event", "clock_id", readonly=True)

    status = fields.Selection(
        [
            (core.RUNNING, "Running"),
            (core.PAUSED, "Paused"),
            (core.STOPPED, "Stopped"),
            (core.MET, "Met"),
            (core.BREACHED, "Breached"),
        ],
        compute="_compute_figures",
        store=True,
        # given with the events that start a clock: neither it nor the figures that
        # are computed with it are then computed again
        readonly=False,
        help="As the events left it; whether it is late is told by the state.",
    )
    started = fields.Datetime(compute="_compute_figures", store=True)
    deadline = fields.Datetime(compute="_compute_figures", store=True)
    risk_date = fields.Datetime(compute="_compute_figures", store=True)
    reached_date = fields.Datetime(compute="_compute_figures", store=True)
    consumed = fields.Integer(
        compute="_compute_figures",
        store=True,
        aggregator="avg",
        help="Working time used up at the last event, in seconds.",
    )
    budget = fields.Integer(
        compute="_compute_figures",
        store=True,
        aggregator="avg",
        help="The promise, in seconds of working time.",
    )
    schedule_id = fields.Many2one(
        "digit.sla.schedule", compute="_compute_figures", store=True, index=True
    )
    hours_level_id = fields.Many2one(
        "digit.support.level",
        string="Counts in the Hours of",
        compute="_compute_figures",
        store=True,
        help="The support level whose working schedule counts now, if its policy says "
        "so.",
    )
    state = fields.Selection(
        selection=lambda self: (
            self.env["helpdesk.ticket"]
            ._fields["sla_state"]
            ._description_selection(self.env)
        ),
        compute="_compute_state",
        search="_search_state",
    )

    _metric_unique = models.UniqueIndex(
        "(ticket_id, metric, (COALESCE(level_id, 0)), cycle)",
        "A ticket has one clock for each metric.",
    )
    # of all clocks, few are open
    _open_idx = models.Index(
        "(status, deadline) WHERE status IN ('running', 'paused', 'stopped')"
    )
    # what is breached, in the order of the list
    _late_idx = models.Index(
        "(deadline, id) INCLUDE (ticket_id, status)"
        " WHERE status IN ('running', 'breached')"
    )
    # what tells the state, beside the tickets that one may see
    _ticket_idx = models.Index("(ticket_id) INCLUDE (status, deadline, risk_date)")
    _order_idx = models.Index("(deadline, id)")
    _started_idx = models.Index("(started, id)")
    _owed_idx = models.Index(
        "(metric) WHERE reached_date IS NULL AND status IN ('running', 'breached')"
    )

    def _compute_figures(self):
        """Called when events are recorded: nothing else changes a clock."""
        events = self.env["digit.sla.clock.event"].search_fetch(
            [("clock_id", "in", self.ids)]
        )
        events = events.grouped("clock_id")
        # an open form thinks of a clock: its events are those that are stored
        self._set_values(
            {clock: self._get_figures(events[clock._origin]) for clock in self}
        )

    def _replay(self):
        """The figures of this clock as its events give them: {field: value}."""
        self.ensure_one()
        return self._get_figures(self.event_ids.sorted("id"))

    @api.model
    def _get_figures(self, events):
        """What these events make of a clock: {field: value}.

        :param events: ``digit.sla.clock.event``, the oldest first
        """
        promise = next(
            event for event in reversed(events) if event.kind in core.PROMISES
        )
        vals = {
            "budget": promise.budget,
            "schedule_id": promise.schedule_id.id,
            "level_id": promise.level_id.id,
        }
        return self._get_promise_figures(events._to_core(), vals)

    @api.model
    def _get_promise_figures(self, events, promise):
        """The same of events that need not be stored.

        :param events: events of the core
        :param promise: the last one, see ``digit.sla.target._prepare_promise_vals``
        """
        figures = core.replay(events)
        return {
            "status": figures.status,
            "started": naive(figures.started),
            "deadline": naive(figures.deadline),
            "risk_date": naive(figures.risk),
            "reached_date": naive(figures.reached),
            "consumed": figures.consumed,
            "budget": promise["budget"],
            "schedule_id": promise["schedule_id"],
            "hours_level_id": promise["level_id"],
        }

    @api.depends("ticket_id", "metric")
    def _compute_display_name(self):
        metrics = dict(self._fields["metric"]._description_selection(self.env))
        for clock in self:
            clock.display_name = f"{clock.ticket_id.number} {metrics.get(clock.metric)}"

    # ---------------------------------------------------
    # Events
    # ---------------------------------------------------

    def _record(self, vals_list):
        """Add events to the ledger.

        :param vals_list: values of ``digit.sla.clock.event``
        """
        # sudo: nobody may write the ledger by hand, whatever their role
        events = (
            self.env["digit.sla.clock.event"]
            .sudo()
            .create([{"user_id": self.env.uid, **vals} for vals in vals_list])
        )
        events.clock_id._compute_figures()
        breached = events.filtered(lambda event: event.kind == core.BREACH).clock_id
        if breached:
            breached._on_breached()
        met = events.filtered(lambda event: event.kind == core.MEET).clock_id
        met = met.filtered(lambda clock: clock.status == core.MET)
        if met:
            met._on_met()
        return events

    def _on_breached(self):
        """The breach of these was recorded. Extend for what follows from it.

        Other events may follow at once: what changes the ticket has to wait.
        """

    def _on_met(self):
        """These were met in time. Extend as above."""

    def _settle(self, now):
        """Record the breach of each of these that ran past its deadline."""
        # a paused clock has a deadline only if its promise was cut below what it used
        late = self.filtered(
            lambda clock: (
                clock.status in (core.RUNNING, core.PAUSED)
                and clock.deadline
                and clock.deadline < now
            )
        )
        if late:
            self._record(
                {"clock_id": clock.id, "kind": core.BREACH, "moment": clock.deadline}
                for clock in late
            )

    def _meet(self, now, cause):
        """Record that what these clocks wait for has happened."""
        waiting = self.filtered(lambda clock: not clock.reached_date)
        waiting._settle(now)
        self._record(
            {"clock_id": clock.id, "kind": core.MEET, "moment": now, "cause": cause}
            for clock in waiting
        )

    def _follow(self, targets, now):
        """Bring each open clock to its target and to the status its ticket asks for.

        :param targets: {ticket: {metric: target}}
        :param now: when it happens, a naive UTC datetime
        """
        self._settle(now)
        promise = cache(lambda target, level: target._prepare_promise_vals(level))
        vals_list = []
        for ticket, clocks in self.grouped("ticket_id").items():
            vals_list += clocks._follow_ticket(ticket, targets[ticket], now, promise)
        if vals_list:
            self._record(vals_list)
            # a shorter promise may be broken already
            self._settle(now)

    def _follow_ticket(self, ticket, targets, now, get_promise):
        """The same of the clocks of one ticket; nothing is recorded yet.

        :param targets: {metric: target}
        :param get_promise: gives what a target promises while a level has the ticket
        :return: a list of values of events
        """
        level, current_level = ticket._get_start_level(), ticket.level_id
        status = ticket._get_clock_status()
        get_cause = cache(ticket._get_clock_cause)
        vals_list = []
        for clock in self:
            is_of_level = clock.level_id == level
            target = is_of_level and targets.get(clock.metric)
            promise = target and get_promise(target, current_level)
            changes = clock._get_changes(target, promise, status)
            if changes:
                cause = get_cause(is_of_level)
                event = {"clock_id": clock.id, "moment": now, "cause": cause}
                vals_list += [{**event, **change} for change in changes]
            # what is settled keeps the promise that it was settled under
            follows = changes or clock.status in core.OPEN
            if target and follows and clock.target_id != target:
                clock.target_id = target
        return vals_list

    def _get_changes(self, target, promise, status):
        """What has to happen to this clock, as values of events.

        :param target: what is owed now, empty when nothing is any more
        :param promise: see ``digit.sla.target._prepare_promise_vals``
        :param status: what its ticket asks it to be, if something is owed
        """
        self.ensure_one()
        if self.metric == RESOLUTION and status == core.STOPPED:
            return [] if self.reached_date else [{"kind": core.MEET}]
        if not self._is_open():
            return []
        status = status if target else core.STOPPED
        changes = []
        if target:
            kind = self._get_promise_change(target, promise)
            if kind:
                changes.append({"kind": kind, **promise})
        if status != self.status:
            changes.append({"kind": TRANSITIONS[status]})
        return changes

    def _get_rank(self):
        """What the clocks of a ticket are ordered by, the leading one first."""
        status = self.status
        if status in (core.RUNNING, core.BREACHED) and not self.reached_date:
            status = core.RUNNING
        return LEADING.index(status), self.deadline or self.started

    def _is_open(self):
        """Whether this clock still follows its ticket, or is settled for good.

        A resolution that was reached in time is open again when its ticket is.
        """
        self.ensure_one()
        return self.status in core.OPEN or (
            self.metric == RESOLUTION and self.status == core.MET
        )

    def _get_promise_change(self, target, promise):
        """The kind of event that brings this clock to a promise; None when it is there.

        :param promise: what ``target`` promises now, as values of an event
        """
        self.ensure_one()
        former = self.target_id
        if former and former != target:
            if target.policy_id.change_counts_from == "change":
                return core.RESTART
        level = self.hours_level_id.id
        if level and promise["level_id"] and level != promise["level_id"]:
            return core.HANDOVER
        if (self.budget, self.schedule_id.id, level) != (
            promise["budget"],
            promise["schedule_id"],
            promise["level_id"],
        ):
            return core.RETARGET
        return None

    # ---------------------------------------------------
    # For the eye
    # ---------------------------------------------------

    def _get_countdown(self, now):
        """What a countdown needs to tick without asking again.

        :return: {"metric", "state", "now", "deadline", "risk" and "reached" (ISO, UTC),
            "left" (seconds of working time), "windows": the open [from, to] until
            the deadline, in seconds since 1970}
        """
        self.ensure_one()
        countdown = {
            "metric": self.metric,
            "state": self.state,
            "now": f"{now.isoformat()}Z",
            "deadline": self.deadline and f"{self.deadline.isoformat()}Z",
            "risk": self.risk_date and f"{self.risk_date.isoformat()}Z",
            "reached": self.reached_date and f"{self.reached_date.isoformat()}Z",
            "left": max(self.budget - self.consumed, 0),
            "windows": [],
        }
        if self.status == core.RUNNING and self.deadline and self.deadline > now:
            countdown["windows"] = self._get_windows(now)
        return countdown

    def _get_tz(self):
        """The zone in which a person is told the deadline (IANA name)."""
        self.ensure_one()
        if self.schedule_id:
            return self.schedule_id.definition["tz"]
        # round the clock: the zone of who promised it
        return self.target_id.policy_id.resource_calendar_id.tz or "UTC"

    def _get_windows(self, now):
        hours = self.schedule_id._get_hours()
        segments = hours.segments(aware(now), aware(self.deadline))
        return [
            [int(start.timestamp()), int(stop.timestamp())]
            for _index, (start, stop) in zip(range(MAX_WINDOWS), segments, strict=False)
        ]
