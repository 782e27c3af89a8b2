from dataclasses import replace
from itertools import islice

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..models.digit_sla_clock import aware, naive
from ..models.digit_sla_target import RESOLUTION, RESPONSE, UPDATE
from ..tools import clock as core
from ..tools import escalation
from ..tools import timeline as pictures

# How many acts are shown for each promise: what is repeated never ends.
MAX_ACTS = 8


class DigitEscalationSimulate(models.TransientModel):
    """What an escalation policy would do with a ticket, if nobody did anything.

    Nothing is written: no ticket, no clock, no task.
    """

    _name = "digit.escalation.simulate"
    _description = "Simulation of an Escalation Policy"

    policy_id = fields.Many2one(
        "digit.escalation.policy", required=True, ondelete="cascade"
    )
    programme_id = fields.Many2one(related="policy_id.programme_id")
    deployment_id = fields.Many2one(
        "digit.deployment",
        compute="_compute_deployment_id",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('programme_id', '=', programme_id)]",
        help="Which SLA policy promises the times may depend on it.",
    )
    severity_id = fields.Many2one(
        "digit.severity",
        compute="_compute_severity_id",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('scheme_id.programme_ids', '=', programme_id)]",
    )
    moment = fields.Datetime(
        string="Reported", required=True, default=fields.Datetime.now
    )
    sla_policy_id = fields.Many2one(
        "digit.sla.policy", string="Promised by", compute="_compute_sla_policy_id"
    )
    level_id = fields.Many2one("digit.support.level", compute="_compute_sla_policy_id")
    local_moment = fields.Char(
        string="In the Schedule's Zone", compute="_compute_simulation"
    )
    note = fields.Text(compute="_compute_simulation")
    response_timeline = fields.Json(compute="_compute_simulation")
    update_timeline = fields.Json(compute="_compute_simulation")
    resolution_timeline = fields.Json(compute="_compute_simulation")
    agenda = fields.Html(compute="_compute_simulation", sanitize=False)

    @api.depends("policy_id")
    def _compute_deployment_id(self):
        for wizard in self:
            wizard.deployment_id = wizard.policy_id.deployment_id

    @api.depends("policy_id")
    def _compute_severity_id(self):
        for wizard in self:
            wizard.severity_id = wizard.programme_id.scheme_id.severity_ids[:1]

    @api.depends("policy_id", "deployment_id", "moment")
    def _compute_sla_policy_id(self):
        for wizard in self:
            ticket = wizard._get_ticket()
            wizard.sla_policy_id = wizard.moment and ticket.sla_policy_id
            wizard.level_id = ticket._get_start_level() or ticket.level_id

    @api.depends("policy_id", "sla_policy_id", "level_id", "severity_id", "moment")
    @api.depends_context("lang", "tz")
    def _compute_simulation(self):
        for wizard in self:
            wizard.update(wizard._simulate())

    def _simulate(self):
        """What is shown, as {field: value}."""
        self.ensure_one()
        targets = self.sla_policy_id._get_targets(self.severity_id)
        lives = {
            target: core.live(self._get_events(target)) for target in targets.values()
        }
        acts = {target: self._forecast(target, life) for target, life in lives.items()}
        timelines = {
            target.metric: self._get_timeline(target, acts[target]) for target in lives
        }
        return {
            "local_moment": self.moment and self._format_local(aware(self.moment)),
            "note": self._get_note(targets),
            "response_timeline": timelines.get(RESPONSE, False),
            "update_timeline": timelines.get(UPDATE, False),
            "resolution_timeline": timelines.get(RESOLUTION, False),
            "agenda": self._render_agenda(lives, acts),
        }

    # ---------------------------------------------------
    # What would happen
    # ---------------------------------------------------

    def _get_ticket(self):
        """A ticket that is only thought of."""
        return self.env["helpdesk.ticket"].new(
            {
                "programme_id": self.programme_id.id,
                "deployment_id": self.deployment_id.id,
                "sla_start_date": self.moment,
            }
        )

    def _get_events(self, target):
        hours = target._get_schedule(self.level_id)._get_hours()
        return [core.Event(core.START, aware(self.moment), target.budget, hours)]

    def _forecast(self, target, life):
        """What acts on a clock of ``target``, the first few."""
        # as if they had always been there: a new step acts on what is new
        steps = [
            replace(step._to_core(), since=None)
            for step in self.policy_id.step_ids
            if step._is_about(target.metric, self.severity_id)
        ]
        acts = escalation.forecast(life, steps, {}, aware(self.moment))
        return list(islice(acts, MAX_ACTS))

    def _get_note(self, targets):
        """What is to be known about what is shown, or why nothing is."""
        policy = self.sla_policy_id
        if not targets:
            return self.env._(
                "Nothing is promised for %(severity)s here, so no step acts.",
                severity=self.severity_id.display_name or "",
            )
        if policy.start_on == "level":
            return self.env._(
                "The clocks of “%(policy)s” start when the ticket reaches %(level)s: "
                "the moment above is taken for that.",
                policy=policy.name,
                level=policy.start_level_id.name,
            )
        return ""

    # ---------------------------------------------------
    # For the eye
    # ---------------------------------------------------

    def _get_timeline(self, target, acts):
        """The picture of a clock with what acts on it, see ``digit.sla.clock``."""
        events = self._get_events(target)
        schedule = target._get_schedule(self.level_id)
        regular = {
            schedule._get_hours(): schedule._get_regular_hours(),
            core.ROUND_THE_CLOCK: core.ROUND_THE_CLOCK,
        }
        end = max([aware(self.moment), *(act.moment for act in acts)])
        picture = pictures.explain(events, end, regular)
        Clock = self.env["digit.sla.clock"]
        marks = [
            {
                "kind": "step",
                "label": self.env._("Step"),
                "moment": int(act.moment.timestamp()),
                "place": round(pictures.locate(act.moment, picture.segments), 3),
            }
            for act in acts
        ]
        return {
            "sentence": self._tell(target, core.replay(events).deadline),
            "tz": self._get_tz(),
            "now": int(aware(self.moment).timestamp()),
            "waiting": False,
            "segments": Clock._get_timeline_segments(picture),
            "marks": [*Clock._get_timeline_marks(picture), *marks],
        }

    def _tell(self, target, deadline):
        if not deadline:
            return self.env._("%(promise)s: never due", promise=target.display_name)
        return self.env._(
            "%(promise)s: due %(due)s",
            promise=target.display_name,
            due=self._format_local(deadline),
        )

    def _render_agenda(self, lives, acts):
        """What would happen when, in order, in the zones of schedule and reader."""
        lines = []
        for target, life in lives.items():
            deadline = life.find_due(life.budget)
            if deadline:
                lines.append((deadline, self._tell_late(target), False))
            lines += [(act.moment, self._tell_act(act), True) for act in acts[target]]
        lines.sort(key=lambda line: line[0])
        zones = self._get_zones([moment for moment, _text, _is_act in lines])
        return self.env["ir.qweb"]._render(
            "digit_sla.escalation_agenda",
            {
                "zones": zones,
                "lines": [
                    {
                        "moments": [self._format(moment, tz) for tz in zones],
                        "text": text,
                        "is_act": is_act,
                    }
                    for moment, text, is_act in lines
                ],
            },
        )

    def _tell_act(self, act):
        sentence = self.env["digit.escalation.step"].browse(act.step.id).sentence
        if act.cycle == 1:
            return sentence
        return self.env._(
            "Again (%(number)s): %(sentence)s", number=act.cycle, sentence=sentence
        )

    def _tell_late(self, target):
        metrics = dict(target._fields["metric"]._description_selection(self.env))
        return self.env._("%(metric)s: late.", metric=metrics[target.metric])

    def _get_tz(self):
        """The zone of the schedule in which the promises are made."""
        return self.sla_policy_id.resource_calendar_id.tz or "UTC"

    def _get_zones(self, moments):
        """The zones in which the reader is told of ``moments``: the schedule's, and
        their own if clocks tell another time there."""
        columns = {}
        for tz in (self._get_tz(), str(self.env.tz)):
            told = tuple(self._format(moment, tz) for moment in moments)
            columns.setdefault(told, tz)
        return list(columns.values())

    def _format_local(self, moment):
        return self.env["helpdesk.ticket"]._format_sla_moment(
            naive(moment), self._get_tz()
        )

    def _format(self, moment, tz):
        return format_datetime(
            self.env, naive(moment), tz=tz, dt_format="EEE d MMM HH:mm"
        )
