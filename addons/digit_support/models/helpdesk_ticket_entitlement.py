from odoo import api, fields, models
from odoo.tools import format_list


class HelpdeskTicket(models.Model):
    """What runs where the ticket comes from, and whether it is supported (S1).

    The verdict is given when the version, the environment or the deployment of the
    ticket changes, and while it is open, when the registry does. A closed ticket keeps
    the verdict that it had.
    """

    # the verdict is a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "digit.verdict"]

    environment_id = fields.Many2one(
        "digit.environment",
        compute="_compute_environment_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('deployment_id', '=', deployment_id)]",
        help="Where it happens: the production when nobody says otherwise.",
    )
    service_id = fields.Many2one(
        "digit.service", index="btree_not_null", ondelete="restrict", tracking=True
    )
    version_id = fields.Many2one(
        "digit.service.version",
        compute="_compute_version_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('service_id', '=', service_id)]",
        help="What is installed in the environment, unless somebody says otherwise.",
    )
    entitlement = fields.Selection(
        compute="_compute_entitlement", store=True, precompute=True, index=True
    )
    entitlement_cause = fields.Selection(
        compute="_compute_entitlement", store=True, precompute=True
    )
    entitlement_limit_date = fields.Date(
        compute="_compute_entitlement", store=True, precompute=True
    )
    latest_major = fields.Integer(
        compute="_compute_entitlement", store=True, precompute=True
    )
    upgrade_version_id = fields.Many2one(
        compute="_compute_entitlement",
        store=True,
        precompute=True,
        ondelete="set null",
    )
    upgrade_minimum_id = fields.Many2one(
        compute="_compute_entitlement",
        store=True,
        precompute=True,
        ondelete="set null",
    )
    entitlement_date = fields.Date(
        string="Verdict of",
        compute="_compute_entitlement",
        store=True,
        precompute=True,
        help="The day on which the verdict was given, in UTC.",
    )
    fix_id = fields.Many2one(
        "digit.fix",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        # its title is the support side's, and may be another partner's words
        groups="base.group_user",
    )

    @api.depends("deployment_id")
    def _compute_environment_id(self):
        for ticket in self:
            environments = ticket.deployment_id.environment_ids
            if ticket.environment_id not in environments:
                ticket.environment_id = environments._get_default()

    @api.depends("environment_id", "service_id")
    def _compute_version_id(self):
        installed = self.environment_id._get_installed(self.service_id)
        for ticket in self:
            if ticket.version_id.service_id != ticket.service_id:
                ticket.version_id = False
            place = ticket.environment_id, ticket.service_id
            ticket.version_id = installed.get(place) or ticket.version_id

    def _get_installation(self):
        """What runs of the ticket's service in its environment; may be empty."""
        self.ensure_one()
        return self.env["digit.installation"].search(
            [
                ("environment_id", "=", self.environment_id.id),
                ("service_id", "=", self.service_id.id),
            ]
        )

    @api.depends("version_id", "environment_id", "deployment_id")
    def _compute_entitlement(self):
        self.entitlement_date = fields.Date.today()
        return super()._compute_entitlement()

    @api.depends("stage_id.closed")
    def _compute_closed_date(self):
        """A ticket that is opened again is judged again."""
        reopened = self.filtered(lambda t: t.closed_date and not t.stage_id.closed)
        reopened._judge_again()
        return super()._compute_closed_date()

    @api.depends("service_id.name", "version_id.name", "fix_id.line_ids.state")
    def _compute_entitlement_reason(self):
        return super()._compute_entitlement_reason()

    def _get_entitlement_sentences(self):
        return [*super()._get_entitlement_sentences(), *self._tell_fix()]

    def _tell_fix(self):
        """Where the bug that the ticket is about is fixed; nothing while nowhere."""
        lines = self.fix_id.line_ids
        fixed = lines.filtered(lambda line: line.state == "delivered").version_id
        if not fixed:
            return []
        names = format_list(self.env, fixed.mapped("name"))
        return [self.env._("Fixed in %(versions)s.", versions=names)]

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._add_service(vals) for vals in vals_list])

    @api.model
    def _add_service(self, vals):
        """Who tells the version tells the service."""
        if not vals.get("version_id") or vals.get("service_id"):
            return vals
        version = self.env["digit.service.version"].browse(vals["version_id"])
        return {**vals, "service_id": version.service_id.id}
