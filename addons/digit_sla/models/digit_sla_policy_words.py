from odoo import api, fields, models
from odoo.tools import format_date

from .digit_sla_policy import CHOICE_FIELDS, CRITERIA, METRICS

RELATIONS = tuple(name for name in CRITERIA if name != "kind")


class DigitSlaPolicy(models.Model):
    """What a policy promises, and why it or another counts, in words."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.sla.policy"

    promises = fields.Char(compute="_compute_promises")
    rival_text = fields.Char(compute="_compute_rival_text")

    @api.depends("target_ids.term")
    @api.depends_context("lang")
    def _compute_promises(self):
        for policy in self:
            policy.promises = policy._get_promises_text()

    def _get_promises_text(self):
        """What is promised, in a line: "Response: P1 4 h, P2 1 d"."""
        field = self.target_ids._fields["metric"]
        metrics = dict(field._description_selection(self.env))
        targets = self.target_ids.filtered(lambda target: target._is_promise())
        texts = []
        for metric in METRICS:
            terms = [
                f"{target.severity_id.code} {target.term}"
                for target in targets.sorted(lambda t: t.severity_id.sequence)
                if target.metric == metric
            ]
            if terms:
                texts.append(f"{metrics[metric]}: {', '.join(terms)}")
        return " · ".join(texts) or self.env._("No promise")

    @api.depends(
        *CHOICE_FIELDS,
        *(f"programme_id.sla_policy_ids.{name}" for name in CHOICE_FIELDS),
    )
    @api.depends_context("lang")
    def _compute_rival_text(self):
        for policy in self:
            policy.rival_text = policy._get_rival_text()

    def _get_rival_text(self):
        """Which of two policies for the same tickets counts; False without another."""
        rival = self._find_rivals()[:1]
        if not rival:
            return False
        if self._is_before(rival):
            return self.env._(
                "“%(policy)s” is for the same tickets. This one stands before it in "
                "the list of policies, so this one counts.",
                policy=rival.name,
            )
        return self.env._(
            "“%(policy)s” is for the same tickets and stands before this one in the "
            "list of policies, so it counts and this one does not. Narrow this one, "
            "or drag it to the top of the list.",
            policy=rival.name,
        )

    def _find_rivals(self):
        """The other policies that are as narrow as this one, for the same tickets."""
        others = self.programme_id.sla_policy_ids._origin - self._origin
        return others.filtered(
            lambda other: (
                self.active
                and all(self[name]._origin == other[name] for name in RELATIONS)
                and self.kind == other.kind
                and self._is_dated() == other._is_dated()
                and self._shares_days(other)
            )
        )

    def _shares_days(self, other):
        """Whether there is a day on which both are in force."""
        return not (
            (self.date_to and other.date_from and self.date_to < other.date_from)
            or (other.date_to and self.date_from and other.date_to < self.date_from)
        )

    def _is_before(self, other):
        """Whether this one comes first in the list; a new one comes last."""
        if not self._origin or self.sequence != other.sequence:
            return self.sequence < other.sequence
        return self._origin.id < other.id

    def _explain_choice(self):
        """Why this policy and none of its programme's others, in a sentence."""
        self.ensure_one()
        reasons = [
            f"{self._fields[name]._description_string(self.env)} "
            f"“{self._get_criterion_text(name)}”"
            for name in CRITERIA
            if self[name]
        ]
        if self._is_dated():
            reasons.append(self._get_days_text())
        if reasons:
            text = self.env._(
                "The narrowest policy in force: it is for %(reasons)s.",
                reasons=", ".join(reasons),
            )
        else:
            text = self.env._(
                "The policy of the programme: no narrower one covers this ticket."
            )
        rival = self._find_rivals().filtered(self._is_before)[:1]
        if rival:
            text += " " + self.env._(
                "It stands before “%(policy)s”, which is for the same tickets.",
                policy=rival.name,
            )
        return text

    def _get_days_text(self):
        first, last = (
            day and format_date(self.env, day) for day in (self.date_from, self.date_to)
        )
        if first and last:
            return self.env._(
                "what is reported from %(first)s to %(last)s", first=first, last=last
            )
        if first:
            return self.env._("what is reported from %(first)s on", first=first)
        return self.env._("what is reported until %(last)s", last=last)

    def _get_criterion_text(self, name):
        field = self._fields[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env))[self[name]]
        return self[name].display_name
