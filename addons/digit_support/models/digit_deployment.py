from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command, Domain

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
    _inherit = ["mail.thread", "digit.verdict.source"]
    _order = "name, id"
    _verdict_fields = frozenset(
        {"source_modified", "support_start_date", "support_end_date"}
    )

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
    stage_ids = fields.One2many(
        "digit.deployment.stage",
        "deployment_id",
        string="Stages",
        help="The first day of each stage that it has reached (S0).",
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
    installation_ids = fields.One2many(
        "digit.installation", "deployment_id", string="Installed Versions"
    )
    unsupported_count = fields.Integer(
        string="Out of Support",
        compute="_compute_unsupported_count",
        help="How many of the services that are installed are not supported today.",
    )
    next_end_date = fields.Date(
        string="Next Out of Support",
        compute="_compute_next_end_date",
        help="The last supported day of the installed version that ends first.",
    )
    contact_ids = fields.Many2many(
        "res.partner",
        string="Contact Persons",
        compute="_compute_contact_ids",
        help="Who has a support role at the client, its ULBs or the implementation "
        "partner.",
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

    @api.depends("installation_ids.is_supported")
    def _compute_unsupported_count(self):
        counts = dict(
            self.env["digit.installation"]._read_group(
                [("deployment_id", "in", self.ids), ("is_supported", "=", False)],
                ["deployment_id"],
                ["__count"],
            )
        )
        for deployment in self:
            deployment.unsupported_count = counts.get(deployment._origin, 0)

    @api.depends("installation_ids.support_end_date")
    def _compute_next_end_date(self):
        ends = dict(
            self.env["digit.installation"]._read_group(
                [
                    ("deployment_id", "in", self.ids),
                    ("support_end_date", ">=", fields.Date.today()),
                ],
                ["deployment_id"],
                ["support_end_date:min"],
            )
        )
        for deployment in self:
            deployment.next_end_date = ends.get(deployment._origin, False)

    @api.depends("client_id.child_ids", "implementer_id.child_ids")
    def _compute_contact_ids(self):
        for deployment in self:
            parties = deployment.client_id | deployment.implementer_id
            deployment.contact_ids = parties.search(
                [("id", "child_of", parties.ids), ("contact_role_ids", "!=", False)]
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

    @api.model_create_multi
    def create(self, vals_list):
        deployments = super().create(vals_list)
        deployments._record_stage()
        return deployments

    def write(self, vals):
        result = super().write(vals)
        if "stage" in vals:
            self._record_stage()
        return result

    def _record_stage(self):
        """Today is the first day of the stage, where none is known."""
        for deployment in self:
            if deployment.stage not in deployment.stage_ids.mapped("stage"):
                today = fields.Date.context_today(deployment)
                deployment.stage_ids = [
                    Command.create({"stage": deployment.stage, "date_start": today})
                ]

    def _get_verdict_domain(self):
        return Domain("deployment_id", "in", self.ids)

    @api.model
    def _post_installation_changes(self):
        """Tell each deployment what was installed in this transaction, in one note."""
        found = self.env.cr.precommit.data.pop("digit.installation.changes", {})
        for deployment in self.browse(found).exists():
            lines = [
                Markup("<li>%s</li>") % self._tell_installation_change(place, *change)
                for place, change in sorted(found[deployment.id].items())
                if change[0] != change[1]
            ]
            if lines:
                title = self.env._("Installed versions")
                body = Markup("%s<ul>%s</ul>") % (title, Markup().join(lines))
                deployment._message_log(body=body)

    @api.model
    def _tell_installation_change(self, place, before, after):
        change = " → ".join(filter(None, [before, after or self.env._("removed")]))
        return f"{' · '.join(place)}: {change}"

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

    def action_open_installations(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "digit_support.digit_installation_action"
        )
        action["domain"] = [("deployment_id", "=", self.id)]
        action["context"] = {"search_default_group_environment": 1}
        return action

    def action_open_tickets(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "helpdesk_mgmt.helpdesk_ticket_action"
        )
        action["domain"] = [("deployment_id", "=", self.id)]
        action["context"] = {"default_deployment_id": self.id, "search_default_open": 1}
        return action
