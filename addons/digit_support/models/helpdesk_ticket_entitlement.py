from odoo import api, fields, models

from ..tools import entitlement as core


class HelpdeskTicket(models.Model):
    """What runs where the ticket comes from, and whether it is supported (S1)."""

    # the verdict is a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

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
        string="Version",
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
        [
            (core.UNKNOWN, "Unknown"),
            (core.SUPPORTED, "Supported"),
            (core.UPGRADE_REQUIRED, "Upgrade Required"),
            (core.NOT_SUPPORTED, "Not Supported"),
        ],
        compute="_compute_entitlement",
        store=True,
        precompute=True,
        default=core.UNKNOWN,
        index=True,
        help="Whether the version is supported. It never refuses a ticket.",
    )
    entitlement_cause = fields.Selection(
        [
            (core.NO_VERSION, "The version is not known"),
            (core.MODIFIED, "The source code was modified"),
            (core.BEFORE_WINDOW, "Support has not begun"),
            (core.AFTER_WINDOW, "Support has ended"),
            (core.EOSL, "End of service life"),
            (core.UNRELEASED, "Not released yet"),
            (core.OLD_MAJOR, "Older than n-1"),
            (core.CURRENT, "n or n-1"),
        ],
        compute="_compute_entitlement",
        store=True,
        precompute=True,
        default=core.NO_VERSION,
    )
    entitlement_date = fields.Date(
        string="Verdict of",
        compute="_compute_entitlement",
        store=True,
        precompute=True,
        help="The day on which the verdict was given, in UTC.",
    )
    entitlement_reason = fields.Text(compute="_compute_entitlement_reason")
    fix_id = fields.Many2one(
        "digit.fix", index="btree_not_null", ondelete="set null", tracking=True
    )

    @api.depends("deployment_id")
    def _compute_environment_id(self):
        for ticket in self:
            environments = ticket.deployment_id.environment_ids
            if ticket.environment_id not in environments:
                productive = environments.filtered(lambda e: e.kind == "production")
                ticket.environment_id = (productive or environments)[:1]

    @api.depends("environment_id", "service_id")
    def _compute_version_id(self):
        for ticket in self:
            if ticket.version_id.service_id != ticket.service_id:
                ticket.version_id = False
            installed = ticket._get_installation().version_id
            ticket.version_id = installed or ticket.version_id

    def _get_installation(self):
        """What runs of the ticket's service in its environment; may be empty."""
        self.ensure_one()
        return self.environment_id.installation_ids.filtered(
            lambda installation: installation.service_id == self.service_id
        )

    @api.depends("version_id", "environment_id", "deployment_id")
    def _compute_entitlement(self):
        today = fields.Date.today()
        for ticket in self:
            cause = core.judge(ticket._get_entitlement_facts(), today)
            ticket.entitlement_cause = cause
            ticket.entitlement = core.VERDICTS[cause]
            ticket.entitlement_date = today

    def _get_entitlement_facts(self):
        self.ensure_one()
        version, deployment = self.version_id, self.deployment_id
        if not version:
            return None
        return core.Facts(
            opened=version.opened_date or None,
            superseded=version.superseded_date or None,
            eosl=version.eosl_date or None,
            is_modified=deployment.source_modified
            or self._get_installation().source_modified,
            window_start=deployment.support_start_date or None,
            window_end=deployment.support_end_date or None,
        )

    @api.depends("entitlement_cause")
    def _compute_entitlement_reason(self):
        causes = dict(
            self._fields["entitlement_cause"]._description_selection(self.env)
        )
        for ticket in self:
            ticket.entitlement_reason = causes.get(ticket.entitlement_cause, "")
