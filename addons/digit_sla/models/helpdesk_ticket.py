from odoo import api, fields, models
from odoo.fields import Command

from ..tools import clock as core
from ..tools.state import NONE
from .digit_sla_target import RESPONSE, UPDATE

# What of a ticket its clocks follow, whoever or whatever changes it.
CLOCK_FIELDS = {"stage_id", "severity_id", "sla_policy_id"}


class HelpdeskTicket(models.Model):
    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "digit.sla.batch"]

    sla_policy_id = fields.Many2one(
        "digit.sla.policy",
        string="SLA Policy",
        compute="_compute_sla_policy_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    sla_policy_reason = fields.Char(
        compute="_compute_sla_policy_reason", groups="base.group_user"
    )
    sla_closed_text = fields.Char(
        compute="_compute_sla_closed_text",
        compute_sudo=True,
        help="Why no clock runs today, though the ticket is open.",
    )
    sla_start_date = fields.Datetime(
        string="Reported",
        default=fields.Datetime.now,
        readonly=True,
        copy=False,
        help="When the ticket reached us: its clocks count from here.",
    )
    sla_triage_date = fields.Datetime(
        string="Triaged",
        compute="_compute_sla_triage_date",
        store=True,
        precompute=True,
        copy=False,
        help="When the ticket first left the stages in which nobody attends to it.",
    )
    clock_ids = fields.One2many("digit.sla.clock", "ticket_id", string="SLA Clocks")
    sla_status = fields.Selection(
        [
            (NONE, "No SLA"),
            (core.RUNNING, "Running"),
            (core.PAUSED, "Paused"),
            (core.MET, "Met"),
            (core.BREACHED, "Breached"),
        ],
        string="SLA Status as Recorded",
        compute="_compute_sla_figures",
        store=True,
        default=NONE,
    )
    sla_deadline = fields.Datetime(
        string="Due",
        compute="_compute_sla_figures",
        store=True,
        help="The nearest deadline of a clock that runs.",
    )
    sla_risk_date = fields.Datetime(
        string="At Risk from", compute="_compute_sla_figures", store=True
    )
    sla_countdown = fields.Json(
        string="Time Left", compute="_compute_sla_countdown", exportable=False
    )

    _sla_deadline_idx = models.Index("(sla_deadline) WHERE sla_deadline IS NOT NULL")

    @api.depends(
        "programme_id",
        "deployment_id",
        "commercial_partner_id",
        "kind",
        "category_id",
        "level_id",
    )
    def _compute_sla_policy_id(self):
        for ticket in self:
            ticket.sla_policy_id = ticket.programme_id.sla_policy_ids._choose(ticket)

    @api.depends("sla_policy_id")
    def _compute_sla_policy_reason(self):
        for ticket in self:
            policy = ticket.sla_policy_id
            ticket.sla_policy_reason = policy and policy._explain_choice()

    @api.depends("stage_id")
    def _compute_sla_triage_date(self):
        for ticket in self:
            ticket.sla_triage_date = ticket.sla_triage_date or (
                not ticket.stage_id.unattended and fields.Datetime.now()
            )

    @api.depends("programme_id", "sla_policy_id")
    def _compute_sla_closed_text(self):
        for ticket in self:
            tz = ticket.sla_policy_id.resource_calendar_id.tz
            ticket.sla_closed_text = tz and ticket.programme_id._get_closed_text(tz)

    @api.depends("clock_ids.status", "clock_ids.deadline", "clock_ids.reached_date")
    def _compute_sla_figures(self):
        self._set_values({ticket: ticket._get_sla_figures() for ticket in self})

    def _get_sla_figures(self):
        """What this ticket shows of the clock that leads: {field: value}."""
        clock = self._get_leading_clock()
        status = clock.status
        if status == core.BREACHED and not clock.reached_date:
            # still owed: late for as long as it is
            status = core.RUNNING
        return {
            "sla_status": NONE if status in (False, core.STOPPED) else status,
            "sla_deadline": status == core.RUNNING and clock.deadline,
            "sla_risk_date": status == core.RUNNING and clock.risk_date,
        }

    @api.depends("sla_status", "sla_deadline")
    def _compute_sla_countdown(self):
        now = fields.Datetime.now()
        for ticket in self:
            clock = ticket._get_leading_clock()
            ticket.sla_countdown = ticket.sla_state != NONE and clock._get_countdown(
                now
            )

    def _get_leading_clock(self):
        """The clock that the ticket shows: what is owed first, else what was last.

        Clocks that still wait come before paused ones, and these before settled ones;
        a broken promise comes before a kept one.
        """
        self.ensure_one()
        clocks = self.clock_ids
        return min(clocks, key=lambda clock: clock._get_rank(), default=clocks)

    # ---------------------------------------------------
    # What the clocks follow
    # ---------------------------------------------------

    def _on_reported(self):
        self._sync_clocks()
        return super()._on_reported()

    def write(self, vals):
        # sudo: see _sync_clocks
        staged = self.sudo() if "stage_id" in vals else self.browse()
        former = {ticket: ticket._get_stage_effect() for ticket in staged}
        result = super().write(vals)
        if {"severity_id", "sla_policy_id", "level_id"} & vals.keys():
            self._sync_clocks()
        elif former:
            # most stages differ in nothing that a clock follows
            changed = staged.filtered(
                lambda ticket: ticket._get_stage_effect() != former[ticket]
            )
            # of those that are moved one by one, all are read at once
            changed.with_prefetch(self._prefetch_ids)._sync_clocks()
        return result

    def _get_stage_effect(self):
        """What its stage decides for the clocks of this ticket."""
        return self._get_clock_status(), self._get_clock_start()

    def _compute_field_value(self, field):
        # a stage may also change because the team did, a severity because of its
        # matrix: no write() tells; of a level, its policy tells
        result = super()._compute_field_value(field)
        if field.store and field.name in CLOCK_FIELDS:
            # the clocks start once, when everything they follow is known
            if not self.env.context.get("digit_creating"):
                self.filtered("id")._sync_clocks()
        return result

    def _choose_policy(self):
        """Look again which policy these tickets have, and let their clocks follow."""
        self.env.add_to_compute(self._fields["sla_policy_id"], self)
        # the clocks follow what is computed
        self.flush_recordset(["sla_policy_id"])

    def _sync_clocks(self):
        """Bring the clocks of these tickets to what the tickets are now.

        May be called at any time: what is as it should be stays so.
        """
        if not self:
            return
        now = fields.Datetime.now()
        # sudo: clocks are written by what happens to the ticket, not by a person
        tickets = self.sudo()
        targets = tickets._get_targets()
        fresh = tickets._start_clocks(targets, now)
        (tickets.clock_ids - fresh)._follow(targets, now)

    def _get_targets(self):
        """What is owed: {ticket: {metric: target}}."""
        promises = {(ticket.sla_policy_id, ticket.severity_id) for ticket in self}
        targets = {
            (policy, severity): policy._get_targets(severity)
            for policy, severity in promises
        }
        return {
            ticket: targets[ticket.sla_policy_id, ticket.severity_id] for ticket in self
        }

    def _start_clocks(self, targets, now):
        """Start the clocks that are owed and not there yet.

        :param targets: {ticket: {metric: target}}
        :return: those that are as they should be: they run, and none is late
        """
        vals_list = []
        for ticket in self:
            # what is asked here may be computed first, and start clocks by itself
            start = not ticket.stage_id.closed and ticket._get_clock_start()
            known = start and {clock.metric for clock in ticket._get_level_clocks()}
            vals_list += [
                ticket._prepare_clock_vals(target, start)
                for metric, target in targets[ticket].items()
                if start and metric not in known
            ]
        clocks = self.env["digit.sla.clock"].create(vals_list)
        return clocks.filtered(
            lambda clock: (
                not clock.ticket_id.stage_id.waiting
                and clock.deadline
                and clock.deadline >= now
            )
        )

    def _get_level_clocks(self):
        """The clocks that may run now: those of other levels stand."""
        self.ensure_one()
        level = self._get_start_level()
        return [clock for clock in self.clock_ids if clock.level_id == level]

    def _get_start_level(self):
        """The level on reaching which the clocks of this ticket begin; mostly none."""
        self.ensure_one()
        policy = self.sla_policy_id
        starts = policy.start_on == "level"
        return policy.start_level_id if starts else policy.start_level_id.browse()

    def _get_clock_start(self):
        """When the clocks of this ticket begin; False while that has not come."""
        self.ensure_one()
        policy = self.sla_policy_id
        if policy.start_on == "level":
            return policy._find_start(self.level_stay_ids)
        if policy.start_on == "triage":
            return self.sla_triage_date
        return self.sla_start_date

    def _prepare_clock_vals(self, target, moment, cycle=1):
        """Values of a clock of this ticket that starts at ``moment``."""
        self.ensure_one()
        vals = {"cause": target.display_name, "user_id": self.env.uid}
        events = [
            {
                "kind": kind,
                "moment": start,
                **vals,
                **target._prepare_promise_vals(level),
            }
            for kind, start, level in self._get_promise_starts(target, moment)
        ]
        return {
            "ticket_id": self.id,
            "metric": target.metric,
            "cycle": cycle,
            "level_id": self._get_start_level().id,
            "target_id": target.id,
            "event_ids": [Command.create(vals) for vals in events],
            # known before the clock is stored: one INSERT
            **self._prepare_clock_figures(
                target.metric,
                self.env["digit.sla.clock.event"]._vals_to_core(events),
                events[-1],
            ),
        }

    def _prepare_clock_figures(self, metric, events, promise):
        """What a clock that starts with these events shows: {field: value}. Extend.

        :param events: events of the core, the oldest first
        :param promise: the last one, see ``digit.sla.target._prepare_promise_vals``
        """
        return self.env["digit.sla.clock"]._get_promise_figures(events, promise)

    def _get_promise_starts(self, target, moment):
        """The start of ``target`` at ``moment``, and the hand-overs since then.

        :return: a list of (kind of event, moment, support level)
        """
        if not target._follows_level():
            return [(core.START, moment, self.level_id)]
        stays = self.level_stay_ids
        first = stays.filtered(lambda stay: stay.date_from <= moment)[-1:] or stays[:1]
        return [
            (core.START, moment, first.level_id),
            *(
                (core.HANDOVER, stay.date_from, stay.level_id)
                for stay in stays - first
                if stay.date_from > moment
            ),
        ]

    def _get_clock_status(self):
        """What the stage of this ticket asks its open clocks to be."""
        self.ensure_one()
        if self.stage_id.closed:
            return core.STOPPED
        return core.PAUSED if self.stage_id.waiting else core.RUNNING

    def _get_clock_cause(self, is_of_level=True):
        """Why the clocks of this ticket change, for the ledger.

        :param is_of_level: whether they are those of the level that it is at
        """
        self.ensure_one()
        if self.level_id and not is_of_level:
            return self.env._("Handed over to %(level)s", level=self.level_id.name)
        parts = (self.stage_id.name, self.severity_id.code, self.sla_policy_id.name)
        return " / ".join(filter(None, parts))

    # ---------------------------------------------------
    # Response and update
    # ---------------------------------------------------

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        if self._is_response(message):
            # sudo: see _sync_clocks
            self.sudo()._on_response(fields.Datetime.now(), message.author_id.name)
        return result

    def _on_response(self, now, cause):
        """The reporter hears from the support side."""
        self.clock_ids.filtered(lambda clock: clock.metric in (RESPONSE, UPDATE))._meet(
            now, cause
        )
        self._start_next_update(now)

    def _start_next_update(self, now):
        """The next update is owed from here on, as long as the ticket is open."""
        for ticket in self.filtered(lambda ticket: not ticket.stage_id.closed):
            cycles = [
                clock.cycle
                for clock in ticket._get_level_clocks()
                if clock.metric == UPDATE
            ]
            promised = ticket.sla_policy_id._get_targets(ticket.severity_id)
            if cycles and UPDATE in promised:
                cycle = max(cycles) + 1
                vals = ticket._prepare_clock_vals(promised[UPDATE], now, cycle)
                self.env["digit.sla.clock"].create(vals)
            # in a stage that waits, it starts paused
            ticket._sync_clocks()

    def _is_response(self, message):
        """Whether ``message`` is what a response clock waits for.

        That is the first message that the reporter can read, written by a person on
        the support side: neither a note nor an automatic acknowledgement.
        """
        message = message.sudo()  # the author's users, whoever posts
        return (
            message.message_type in ("comment", "email")
            and message.subtype_id == self.env.ref("mail.mt_comment")
            and not message.is_internal
            and message.author_id != self.partner_id
            # users that are not active are machines, such as OdooBot
            and bool(
                message.author_id.user_ids.filtered(
                    lambda user: user.active and not user.share
                )
            )
        )
