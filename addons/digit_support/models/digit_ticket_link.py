from odoo import api, fields, models

INVERSE = {
    "causes": "caused_by",
    "caused_by": "causes",
    "blocks": "blocked_by",
    "blocked_by": "blocks",
    "relates": "relates",
}


class DigitTicketLink(models.Model):
    """How one ticket hangs on another: kept from both sides."""

    _name = "digit.ticket.link"
    _description = "Link between Tickets"
    _inherit = ["digit.access"]
    _access_field = "ticket_id"
    _order = "ticket_id, id"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade")
    kind = fields.Selection(
        [
            ("causes", "causes"),
            ("caused_by", "is caused by"),
            ("blocks", "blocks"),
            ("blocked_by", "is blocked by"),
            ("relates", "is about the same as"),
        ],
        required=True,
        default="relates",
    )
    linked_id = fields.Many2one(
        "helpdesk.ticket",
        string="Linked Ticket",
        required=True,
        index=True,
        ondelete="cascade",
    )
    linked_stage_id = fields.Many2one(related="linked_id.stage_id", string="Stage")
    linked_user_id = fields.Many2one(related="linked_id.user_id", string="Assigned to")

    _link_unique = models.UniqueIndex(
        "(ticket_id, linked_id, kind)", "These tickets are linked like that already."
    )
    _not_itself = models.Constraint(
        "CHECK (ticket_id != linked_id)", "A ticket cannot be linked to itself."
    )

    @api.model_create_multi
    def create(self, vals_list):
        links = super().create(vals_list)
        missing = links.filtered(lambda link: not link._get_inverse())
        super().create(
            [
                {
                    "ticket_id": link.linked_id.id,
                    "linked_id": link.ticket_id.id,
                    "kind": INVERSE[link.kind],
                }
                for link in missing
            ]
        )
        return links

    def unlink(self):
        inverse = self.browse().union(*(link._get_inverse() for link in self))
        return super(DigitTicketLink, self | inverse).unlink()

    def _get_inverse(self):
        """This link as the other ticket has it; empty when it is not there."""
        self.ensure_one()
        return self.linked_id.link_ids.filtered(
            lambda link: (
                link.linked_id == self.ticket_id and link.kind == INVERSE[self.kind]
            )
        )
