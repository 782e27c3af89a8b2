from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import hash_sign, verify_hash_signed

from .digit_escalation_task import DONE

SCOPE = "digit_sla.escalation"
HOURS = 24  # that a link in a mail lives


class DigitEscalationTask(models.Model):
    """Somebody takes care of what an escalation is about."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.escalation.task"

    def action_acknowledge(self):
        """The user takes care of what these are about; they are not repeated.

        :raises AccessError: for a ticket that the user may not change
        """
        self.ticket_id.check_access("write")
        self._acknowledge(self.env.user)

    def _acknowledge(self, user):
        """``user`` takes care of what has acted on the tickets of these."""
        now = fields.Datetime.now()
        # sudo: tasks and clocks are written by what happens
        waiting = self.sudo().search(
            Domain("ticket_id", "in", self.sudo().ticket_id.ids)
            & Domain("state", "=", DONE)
            & Domain("acknowledged_date", "=", False)
        )
        if not waiting:
            return
        # a step that races with this finds the clock changed, and looks again
        waiting.clock_id.acknowledged_date = now
        waiting.write({"acknowledged_date": now, "acknowledged_by_id": user.id})
        waiting.ticket_id._on_acknowledged(user)

    # ---------------------------------------------------
    # The link in the mail
    # ---------------------------------------------------

    def _get_acknowledge_url(self, user):
        """A signed link to the page on which ``user`` takes care, without a login."""
        self.ensure_one()
        token = hash_sign(
            self.env(su=True), SCOPE, [self.id, user.id], expiration_hours=HOURS
        )
        return f"{self.ticket_id.get_base_url()}/ticket/escalation/{token}"

    @api.model
    def _get_by_link(self, token):
        """What a link names: (task, user), both empty when it is not ours or dead."""
        try:
            ids = verify_hash_signed(self.env(su=True), SCOPE, token)
        except ValueError:
            ids = None
        task_id, user_id = ids or ([], [])
        # sudo: the signature says who may
        task = self.sudo().browse(task_id).exists()
        user = self.env["res.users"].sudo().browse(user_id).exists()
        is_valid = task and user.active and not user.share
        return (task, user) if is_valid else (task.browse(), user.browse())
