from odoo import api, fields, models
from odoo.exceptions import ValidationError


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
        compute="_compute_email",
        store=True,
        readonly=False,
        help="What partners are shown.",
    )
    phone = fields.Char(compute="_compute_phone", store=True, readonly=False)

    person_state = fields.Char(
        string="Note",
        compute="_compute_person_state",
        help="Why the person cannot be called now; the last resort is then.",
    )

    _rank_positive = models.Constraint(
        "CHECK (rank > 0)", "The first escalation level is 1."
    )

    # each by itself: who enters the one still gets the other
    @api.depends("user_id")
    def _compute_email(self):
        for contact in self:
            contact.email = contact.user_id.partner_id.email or contact.email

    @api.depends("user_id")
    def _compute_phone(self):
        for contact in self:
            contact.phone = contact.user_id.partner_id.phone or contact.phone

    @api.depends("user_id.active")
    @api.depends_context("lang")
    def _compute_person_state(self):
        for contact in self:
            user = contact.user_id
            contact.person_state = user and contact._get_person_state(user)

    @api.model
    def _get_person_state(self, user):
        if not user.active:
            return self.env._("has left")
        return "" if user._is_there() else self.env._("is out of office")

    @api.constrains("user_id")
    def _check_user(self):
        for contact in self:
            if contact.user_id.share:
                raise ValidationError(
                    self.env._(
                        "%(user)s is a portal user. Whom partners call has to be on "
                        "the support side.",
                        user=contact.user_id.name,
                    )
                )

    @api.constrains("programme_id", "deployment_id")
    def _check_deployment(self):
        for contact in self:
            contact.deployment_id._raise_unless_of(contact.programme_id)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # on the form of a deployment, its programme goes without saying
            deployment = self.env["digit.deployment"].browse(vals.get("deployment_id"))
            if deployment:
                vals.setdefault("programme_id", deployment.programme_id.id)
        return super().create(vals_list)

    @api.model
    def _choose(self, programme, deployment):
        """The matrix of a ticket: the deployment's, else the programme's."""
        contacts = programme.escalation_contact_ids
        return contacts.filtered(
            lambda contact: deployment and contact.deployment_id == deployment
        ) or contacts.filtered(lambda contact: not contact.deployment_id)

    def _get_user(self, team):
        """Who stands here for a ticket of ``team``, perhaps nobody."""
        self.ensure_one()
        return self.user_id or team.user_id

    def _get_label(self, team):
        """The role with who has it for a ticket of ``team``."""
        self.ensure_one()
        user = self._get_user(team)
        return f"{self.name} ({user.name})" if user else self.name
