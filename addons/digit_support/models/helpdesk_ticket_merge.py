from odoo import fields, models

from .helpdesk_ticket_stage import RESOLVED


class HelpdeskTicket(models.Model):
    """Tickets that belong together: duplicates, causes, what blocks what."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    # over RPC, a reporter would read the number and title of another State's ticket
    duplicate_id = fields.Many2one(groups="base.group_user")
    duplicate_ids = fields.One2many(groups="base.group_user")
    duplicate_count = fields.Integer(groups="base.group_user")
    link_ids = fields.One2many(
        "digit.ticket.link",
        "ticket_id",
        string="Linked Tickets",
        groups="base.group_user",
    )

    def _merge_into(self, original):
        """Have these tickets wait for ``original``; everybody is told.

        They stay open, since their reporters still wait, and end with it. No reporter
        learns of another: the one of a duplicate may be of another organisation.
        """
        self.duplicate_id = original
        for ticket in self:
            ticket.message_post(
                body=self.env._(
                    "We know of this and work on it already. You will be told here "
                    "as soon as it is resolved."
                ),
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
            original.message_post(
                body=self.env._(
                    "Reported again as %(number)s by %(reporter)s.",
                    number=ticket.number,
                    reporter=ticket.partner_name or ticket.partner_id.name or "-",
                ),
                subtype_xmlid="mail.mt_note",
            )

    def _close_as(self, outcome):
        result = super()._close_as(outcome)
        if outcome == RESOLVED:
            # sudo: a duplicate may be in a team of somebody else
            waiting = self.sudo().duplicate_ids.filtered(
                lambda ticket: not ticket.closed
            )
            if waiting:
                waiting._resolve(
                    "duplicate", self.env._("What you reported is resolved.")
                )
        return result
