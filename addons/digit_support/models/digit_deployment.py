from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

# How long a deployment is supported unless agreed otherwise (S0).
SUPPORT_DURATION = relativedelta(months=3, days=-1)
# The stages of an implementation, as eGov's delivery team defines them (S0).
IMPLEMENTATION_STAGES = [
    ("0", "0 - Programme Setup"),
    ("1", "1 - Programme Kick-Off"),
    ("2", "2 - Solution Design"),
    ("3", "3 - Configuration & Customization"),
    ("4", "4 - UAT & Go Live"),
    ("5", "5 - Rollout"),
]


class DigitDeployment(models.Model):
    """One client's installation, run by one implementation partner."""

    _name = "digit.deployment"
    _description = "Deployment"
    _inherit = ["mail.thread"]
    _order = "name, id"

    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    active = fields.Boolean(default=True)
    programme_id = fields.Many2one(
        "digit.programme",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    client_id = fields.Many2one(
        "res.partner",
        string="State / Client",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        domain=[("organisation_type", "=", "client")],
    )
    implementer_id = fields.Many2one(
        "res.partner",
        string="Implementation Partner",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain=[("organisation_type", "=", "implementation_partner")],
        help="Gives the first line of support to the client and reports to eGov what "
        "is attributable to DIGIT.",
    )
    stage = fields.Selection(
        IMPLEMENTATION_STAGES, default="0", required=True, tracking=True
    )
    source_modified = fields.Boolean(
        tracking=True,
        help="The partner changed the source code of DIGIT's services: support is void "
        "(S1). For one service only, say so where it is installed.",
    )
    support_start_date = fields.Date(
        string="Support from", tracking=True, help="The first day of support (S0)."
    )
    support_end_date = fields.Date(
        string="Support until",
        compute="_compute_support_end_date",
        store=True,
        readonly=False,
        tracking=True,
        help="The last day of support: three months unless agreed otherwise (S0).",
    )
    environment_ids = fields.One2many(
        "digit.environment", "deployment_id", string="Environments"
    )
    ticket_ids = fields.One2many("helpdesk.ticket", "deployment_id")
    open_ticket_count = fields.Integer(compute="_compute_open_ticket_count")

    _support_in_order = models.Constraint(
        "CHECK (support_end_date >= support_start_date)",
        "Support cannot end before it begins.",
    )

    @api.depends("client_id", "programme_id")
    def _compute_name(self):
        for deployment in self:
            if not deployment.name and deployment.client_id:
                deployment.name = " ".join(
                    filter(
                        None, [deployment.client_id.name, deployment.programme_id.name]
                    )
                )

    @api.depends("support_start_date")
    def _compute_support_end_date(self):
        for deployment in self:
            if deployment.support_start_date and not deployment.support_end_date:
                deployment.support_end_date = (
                    deployment.support_start_date + SUPPORT_DURATION
                )

    @api.depends("ticket_ids.stage_id")
    def _compute_open_ticket_count(self):
        counts = dict(
            self.env["helpdesk.ticket"]._read_group(
                [("deployment_id", "in", self.ids), ("stage_id.closed", "=", False)],
                ["deployment_id"],
                ["__count"],
            )
        )
        for deployment in self:
            deployment.open_ticket_count = counts.get(deployment._origin, 0)

    @api.model
    def _get_by_reporter(self, partners):
        """The deployments that each of these reporters may report for.

        A reporter belongs to an organisation, and that to the ones above it: the
        staff of a ULB reports for the deployment of its State.

        :param partners: the reporters, a ``res.partner`` recordset
        :return: {partner: deployments}, for each of ``partners``
        """
        above = {partner: partner._get_organisations() for partner in partners}
        organisations = partners.browse().union(*above.values())
        deployments = self.search(
            [
                "|",
                ("client_id", "in", organisations.ids),
                ("implementer_id", "in", organisations.ids),
            ]
        )
        return {
            partner: deployments.filtered(
                lambda deployment, own=own: (
                    deployment.client_id in own or deployment.implementer_id in own
                )
            )
            for partner, own in above.items()
        }

    def action_open_tickets(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "helpdesk_mgmt.helpdesk_ticket_action"
        )
        action["domain"] = [("deployment_id", "=", self.id)]
        action["context"] = {"default_deployment_id": self.id, "search_default_open": 1}
        return action
