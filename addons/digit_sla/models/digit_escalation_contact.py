from odoo import api, fields, models


class DigitEscalationContact(models.Model):
    """One level of an escalation matrix: whom to call, and when (S1)."""

    _name = "digit.escalation.contact"
    _description = "Escalation Matrix"
    _order = "programme_id, deployment_id, rank, id"

    programme_id = fields.Many2one(
        "digit.programme", required=True, index=True, ondelete="cascade"
    )
    deployment_id = fields.Many2one(
        "digit.deployment",
        domain="[('programme_id', '=', programme_id)]",
        index="btree_not_null",
        ondelete="cascade",
        help="Only for this deployment, which then has this matrix and not that of its "
        "programme.",
    )
    rank = fields.Integer(
        string="Escalation Level",
        required=True,
        default=1,
        help="Level 1 is called first; several may stand at one level.",
    )
    name = fields.Char(
        string="Role", required=True, translate=True, help="As in: support lead."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        domain=[("share", "=", False)],
        ondelete="restrict",
        help="The lead of the ticket's team when empty.",
    )
    when = fields.Char(
        translate=True, help="When to call, as in: no answer within 4 hours."
    )
    email = fields.Char(
        compute="_compute_details",
        store=True,
        readonly=False,
        help="What partners are shown.",
    )
    phone = fields.Char(compute="_compute_details", store=True, readonly=False)

    _rank_positive = models.Constraint(
        "CHECK (rank > 0)", "The first escalation level is 1."
    )

    @api.depends("user_id")
    def _compute_details(self):
        for contact in self:
            partner = contact.user_id.partner_id
            contact.email = partner.email or contact.email
            contact.phone = partner.phone or contact.phone

    @api.model
    def _choose(self, programme, deployment):
        """The matrix of a ticket: the deployment's, else the programme's."""
        contacts = programme.escalation_contact_ids
        return contacts.filtered(
            lambda contact: deployment and contact.deployment_id == deployment
        ) or contacts.filtered(lambda contact: not contact.deployment_id)
