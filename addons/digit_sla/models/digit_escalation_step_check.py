from odoo import api, models
from odoo.exceptions import ValidationError

from .digit_escalation_step import DEED_FIELDS


class DigitEscalationStep(models.Model):
    """What a step has to be: it does something, and reaches whom it names."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.escalation.step"

    @api.constrains(
        *DEED_FIELDS,
        "action_ids",
        "repeat_minutes",
    )
    def _check_deeds(self):
        for step in self:
            problem = step._find_problem()
            if problem:
                raise ValidationError(
                    self.env._(
                        "The step “%(step)s”: %(problem)s",
                        step=step.display_name,
                        problem=problem,
                    )
                )

    def _find_problem(self):
        """Why this step makes no sense, in words; empty when it does."""
        self.ensure_one()
        tells, deeds = self._tells_users(), self._tell_deeds()
        if tells and not self._tell_ways():
            return self.env._(
                "it names people and no way to tell them. Choose inbox, mail, activity "
                "or a channel."
            )
        if self.repeat_minutes and not tells:
            return self.env._(
                "it is repeated until somebody takes care, and tells nobody who could."
            )
        if not deeds:
            return self.env._(
                "it tells nobody and does nothing. Say whom it tells, or what it does."
            )
        return ""

    @api.constrains("user_ids", "reassign_user_id")
    def _check_people(self):
        for step in self:
            outside = (step.user_ids | step.reassign_user_id).filtered("share")
            if outside:
                raise ValidationError(
                    self.env._(
                        "%(users)s: portal users are not told what is internal. Name "
                        "people of the support side; contact persons are told by "
                        "their role.",
                        users=", ".join(outside.mapped("name")),
                    )
                )
