from odoo import api, models

from ..tools import escalation as core

HOUR = 60


class DigitEscalationStep(models.Model):
    """A step in words, and what it asks for."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.escalation.step"

    @api.depends("trigger", "share", "minutes", "time_kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for step in self:
            step.display_name = step._tell_moment()

    def _tell_moment(self):
        self.ensure_one()
        if self.trigger == core.SHARE:
            return self.env._("%(share)s %% of the time used", share=self.share)
        if not self.minutes:
            return self.env._("at the deadline")
        amount = self._tell_minutes(self.minutes)
        if self.trigger == core.BEFORE:
            return self.env._("%(amount)s before the deadline", amount=amount)
        return self.env._("%(amount)s after the deadline", amount=amount)

    def _tell_minutes(self, minutes):
        """An amount of time in this step's kind of time, as in "1 h 30 min of working
        time"."""
        self.ensure_one()
        hours, minutes = divmod(minutes, HOUR)
        parts = (
            (hours, self.env._("%(number)s h", number=hours)),
            (minutes, self.env._("%(number)s min", number=minutes)),
        )
        time = " ".join(text for number, text in parts if number)
        if self.time_kind == "elapsed":
            return time
        return self.env._("%(time)s of working time", time=time)

    def _get_changes(self):
        """The methods of a task that change its ticket as this step says, in order."""
        if not self:
            return []
        changes = (
            (self.raise_severity, "_raise_severity"),
            (self.hand_up, "_hand_up"),
            (self.reassign_user_id, "_reassign"),
        )
        return [name for is_on, name in changes if is_on]

    def _tells_users(self):
        """Whether this step tells anybody on the support side."""
        return bool(
            self.notify_assignee
            or self.notify_team
            or self.notify_team_lead
            or self.user_ids
            or self.matrix_rank
        )

    def _tell_outside(self, tickets):
        """Tell reporters and contact persons, in words that are meant for them."""
        for ticket in tickets if self.partner_message else ():
            text = self.with_context(lang=ticket.partner_id.lang).partner_message
            ticket.message_post(
                body=text,
                author_id=self.env.ref("base.partner_root").id,
                message_type="auto_comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=ticket.partner_id.ids,
                force_send=False,
            )
        for ticket in tickets if self.contact_role_ids else ():
            for partner in ticket.deployment_id.contact_ids.filtered(
                lambda partner: partner.contact_role_ids & self.contact_role_ids
            ):
                ticket._tell_contact(partner)

    def _is_about(self, metric, severity):
        """Whether this step acts on promises of ``metric`` for ``severity``."""
        self.ensure_one()
        return self.metric in (False, metric) and (
            not self.severity_ids or severity in self.severity_ids
        )
