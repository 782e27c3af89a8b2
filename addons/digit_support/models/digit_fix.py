from odoo import api, fields, models
from odoo.fields import Command, Domain

from .digit_fix_line import OPEN_STATES


class DigitFix(models.Model):
    """A confirmed bug of a service, and what is owed for it in each supported line.

    Its title and its conversation are the support side's: partners are told the
    service, the versions and the summary for partners, never the title.
    """

    _name = "digit.fix"
    _description = "Fix Owed"
    _inherit = ["mail.thread"]
    _order = "id desc"

    name = fields.Char(required=True, tracking=True)
    service_id = fields.Many2one(
        "digit.service", required=True, index=True, ondelete="restrict"
    )
    affected_version_ids = fields.Many2many(
        "digit.service.version",
        string="Affected Versions",
        domain="[('service_id', '=', service_id)]",
        help="The versions in which the bug was seen.",
    )
    partner_summary = fields.Text(
        string="Summary for Partners",
        translate=True,
        help="Told to every partner concerned: name no other partner here.",
    )
    ticket_ids = fields.One2many("helpdesk.ticket", "fix_id", string="Tickets")
    line_ids = fields.One2many("digit.fix.line", "fix_id", string="Supported Lines")
    state = fields.Selection(
        [
            ("owed", "Owed"),
            ("in_progress", "In Progress"),
            ("delivered", "Delivered"),
            ("dropped", "Not Needed"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
        help="Delivered when nothing is owed in any line any more.",
    )
    next_date = fields.Date(
        string="Next Delivery",
        compute="_compute_state",
        store=True,
        help="The next day for which a line that is still owed is planned.",
    )
    lines_summary = fields.Char(compute="_compute_lines_summary", string="Lines")
    ticket_count = fields.Integer(compute="_compute_ticket_count")
    at_risk_deployment_ids = fields.Many2many(
        "digit.deployment",
        string="Also at Risk",
        compute="_compute_at_risk_deployment_ids",
        help="Other deployments in which an affected version runs.",
    )
    at_risk_count = fields.Integer(compute="_compute_at_risk_deployment_ids")

    @api.depends("line_ids.state", "line_ids.date_planned")
    def _compute_state(self):
        for fix in self:
            states = set(fix.line_ids.mapped("state"))
            fix.state = fix._get_state(states)
            dates = fix.line_ids.filtered(lambda line: line.state in OPEN_STATES)
            fix.next_date = min(
                filter(None, dates.mapped("date_planned")), default=False
            )

    @api.model
    def _get_state(self, states):
        """The state of a fix whose lines are in ``states``."""
        if not states or states == {"owed"} or states == {"owed", "dropped"}:
            return "owed"
        if states & set(OPEN_STATES):
            return "in_progress"
        return "delivered" if "delivered" in states else "dropped"

    @api.depends("line_ids.state", "line_ids.version_id")
    def _compute_lines_summary(self):
        labels = dict(
            self.env["digit.fix.line"]._fields["state"]._description_selection(self.env)
        )
        for fix in self:
            fix.lines_summary = ", ".join(
                f"{line.version_id.name or line.name}: {labels[line.state]}"
                for line in fix.line_ids
            )

    @api.depends("ticket_ids")
    def _compute_ticket_count(self):
        counts = dict(
            self.env["helpdesk.ticket"]._read_group(
                [("fix_id", "in", self.ids)], ["fix_id"], ["__count"]
            )
        )
        for fix in self:
            fix.ticket_count = counts.get(fix._origin, 0)

    @api.depends("affected_version_ids", "ticket_ids.deployment_id")
    def _compute_at_risk_deployment_ids(self):
        running = self._get_running_deployments()
        nowhere = self.env["digit.deployment"]
        for fix in self:
            # sudo: the ticket of another team counts, too; only its place is used
            reported = fix.sudo().ticket_ids.deployment_id.sudo(False)
            deployments = nowhere.union(
                *(running.get(v, nowhere) for v in fix.affected_version_ids._origin)
            )
            fix.at_risk_deployment_ids = deployments - reported
            fix.at_risk_count = len(fix.at_risk_deployment_ids)

    def _get_running_deployments(self):
        """Where the affected versions run: {version: deployments}."""
        return dict(
            self.env["digit.installation"]._read_group(
                Domain("version_id", "in", self.affected_version_ids.ids)
                & self.env["digit.installation"]._get_running_domain(),
                ["version_id"],
                ["deployment_id:recordset"],
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        fixes = super().create(vals_list)
        fixes._add_missing_lines()
        return fixes

    def action_open_tickets(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "helpdesk_mgmt.helpdesk_ticket_action"
        )
        return {**action, "domain": [("fix_id", "=", self.id)], "context": {}}

    def action_open_at_risk(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "digit_support.digit_deployment_action"
        )
        action["name"] = self.env._("Also at risk")
        action["domain"] = [("id", "in", self.at_risk_deployment_ids.ids)]
        return action

    # ---------------------------------------------------
    # Lines
    # ---------------------------------------------------

    def _add_missing_lines(self):
        """Open a line for each supported major line that has none (S1).

        A line whose major version falls out of support stays: it was promised.
        """
        majors = self.service_id._get_supported_majors(fields.Date.today())
        self.env["digit.fix.line"].create(
            [
                {"fix_id": fix.id, "major": major}
                for fix in self
                for major in majors.get(fix.service_id, [])
                if major not in fix.line_ids.mapped("major")
            ]
        )

    def _get_serving_line(self, version):
        """The line that brings this fix to who runs ``version``; may be empty.

        That of its own major version, else, when that is out of support, the next one
        to which an upgrade leads.
        """
        self.ensure_one()
        lines = self.line_ids.filtered(
            lambda line: line.service_id == version.service_id
        ).sorted("major")
        own = lines.filtered(lambda line: line.major == version.major)
        if own:
            return own.filtered(lambda line: line.state != "dropped")
        return lines.filtered(
            lambda line: line.major > version.major and line.state != "dropped"
        )[:1]

    # ---------------------------------------------------
    # Whom it concerns
    # ---------------------------------------------------

    def _add_ticket(self, ticket):
        """``ticket`` is one more report of this bug.

        When it is fixed already where the reporter is, they are told at once.
        """
        self.ensure_one()
        self.affected_version_ids = [Command.link(ticket.version_id.id)]
        self._add_missing_lines()
        ticket.fix_id = self
        ticket._tell_fixed(
            self._get_serving_line(ticket.version_id).filtered(
                lambda line: line.state == "delivered"
            )
        )

    def _get_served_deployments(self):
        """Which deployments each line of these fixes serves: {line: deployments}."""
        running = self._get_running_deployments()
        served = {line: self.env["digit.deployment"] for line in self.line_ids}
        for fix in self:
            pairs = [(t.version_id, t.deployment_id) for t in fix.ticket_ids]
            pairs += [(v, running[v]) for v in fix.affected_version_ids if v in running]
            for version, deployments in pairs:
                for line in fix._get_serving_line(version):
                    served[line] |= deployments
        return served
