from odoo import models

ACTIVITY = "digit_support.mail_activity_type_refused"


class HelpdeskTicket(models.Model):
    """A mail about the ticket that does not arrive is somebody's business (O4)."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    def _tell_of_refused_mail(self, mail, reason):
        """Ask who has the ticket to reach these people in another way.

        By an activity, and without a mail: that one might be refused, too. One is
        enough until it is done.
        """
        known = self.activity_ids.activity_type_id
        kind = self.env.ref(ACTIVITY, raise_if_not_found=False)
        if not self or not kind or kind in known:
            return
        names = [*mail.recipient_ids.mapped("display_name"), mail.email_to]
        user = self._get_responsible() or self.deployment_id._get_operations_manager()
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            ACTIVITY,
            user_id=user.id,
            note=self.env._(
                "“%(subject)s” did not reach %(people)s. What the mail server said: "
                "%(reason)s",
                subject=mail.subject or self.name,
                people=", ".join(filter(None, names)),
                reason=reason,
            ),
        )
