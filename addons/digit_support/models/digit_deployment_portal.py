from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

# How far ahead the end of support is told as coming: the first notice's days.
SOON_DAYS = 180
MAX_REPORTS = 10


class DigitDeployment(models.Model):
    """What its parties see of a deployment in the portal."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.deployment"

    @api.model
    def _get_for_portal(self):
        """The deployments that the current user sees in the portal, as superuser.

        All pages ask this method, and none looks for deployments by itself.
        A partner's contact person or member sees those that their own organisation
        is a party of, as its client or as its implementation partner: what runs
        there, until when it is supported, and who speaks for it. Both parties see
        the same. This is narrower than what one may report for
        (``_get_by_reporter``): the staff of a ULB reports for the deployment of its
        State, and does not look into it. Who has no role in the portal sees none,
        nor do internal users: they have the registry itself.
        """
        user = self.env.user
        # sudo: nobody outside reads deployments; these are the user's own
        deployments = self.sudo()
        if not user.has_group("digit_support.digit_support_group_partner_member"):
            return deployments.browse()
        organisation = user.commercial_partner_id
        return deployments.search(
            Domain("client_id", "=", organisation.id)
            | Domain("implementer_id", "=", organisation.id)
        )

    def _may_report_installations(self):
        """Whether the current user speaks for a party of this deployment."""
        self.ensure_one()
        parties = self.client_id | self.implementer_id
        return bool(parties & self.env.user.contact_organisation_ids)

    # ---------------------------------------------------
    # The list
    # ---------------------------------------------------

    def _get_portal_summaries(self):
        """One line of the list for each of these deployments.

        :return: [{deployment, tickets, out, soon, is_known}]: the open tickets that
            the user sees, the services out of support in any environment, those that
            will be within ``SOON_DAYS``, and whether we know of any service
        """
        tickets = self._count_portal_tickets()
        rows = self.environment_ids.installation_ids._get_portal_rows()
        return [
            {
                "deployment": deployment,
                "tickets": tickets.get(deployment.id, 0),
                "is_known": bool(deployment.environment_ids.installation_ids),
                **self._count_services(
                    row
                    for row in rows
                    if row["installation"].deployment_id == deployment
                ),
            }
            for deployment in self
        ]

    @api.model
    def _count_services(self, rows):
        """How many services of these rows are out of support, or soon will be."""
        out, soon = self.env["digit.service"], self.env["digit.service"]
        for row in rows:
            if row["is_out"]:
                out |= row["installation"].service_id
            elif row["is_soon"]:
                soon |= row["installation"].service_id
        return {"out": len(out), "soon": len(soon - out)}

    def _count_portal_tickets(self):
        """{id of a deployment: its open tickets that the user may see}."""
        # not as superuser: a member sees their own tickets, and counts these
        groups = (
            self.env["helpdesk.ticket"]
            .sudo(False)
            ._read_group(
                Domain("deployment_id", "in", self.ids)
                & Domain("stage_id.closed", "=", False),
                ["deployment_id"],
                ["__count"],
            )
        )
        return {deployment.id: count for deployment, count in groups}

    # ---------------------------------------------------
    # The page
    # ---------------------------------------------------

    def _get_portal_environments(self):
        """What runs in each environment.

        :return: [{environment, urgent, others}]: the rows of ``_get_portal_rows``,
            ``urgent`` being out of support or soon to be
        """
        self.ensure_one()
        rows = self.environment_ids.installation_ids._get_portal_rows()
        return [
            self._prepare_portal_environment(environment, rows)
            for environment in self.environment_ids
        ]

    @api.model
    def _prepare_portal_environment(self, environment, rows):
        own = [row for row in rows if row["installation"].environment_id == environment]
        return {
            "environment": environment,
            "urgent": [row for row in own if row["is_out"] or row["is_soon"]],
            "others": [row for row in own if not (row["is_out"] or row["is_soon"])],
        }

    def _get_portal_window(self):
        """The support window in a sentence, and whether it is closed today.

        :return: (text, is_closed); no text when no window was agreed
        """
        self.ensure_one()
        start, end = self.support_start_date, self.support_end_date
        today = fields.Date.today()
        dates = {
            "start": start and format_date(self.env, start),
            "end": end and format_date(self.env, end),
        }
        if start and today < start:
            return self.env._("Support begins on %(start)s.", **dates), True
        if end and today > end:
            return self.env._("Support ended on %(end)s.", **dates), True
        if start and end:
            text = self.env._("Supported from %(start)s to %(end)s.", **dates)
        elif end:
            text = self.env._("Supported until %(end)s.", **dates)
        else:
            text = start and self.env._("Supported since %(start)s.", **dates)
        return text or "", False

    def _get_portal_reports(self):
        """What was reported to run here, with the answers: the latest ones."""
        return self.env["digit.installation.report"].search(
            [("deployment_id", "in", self.ids)], limit=MAX_REPORTS
        )

    def _get_portal_fixes(self):
        """The fixes owed in the lines and of the versions that run here.

        The title of a fix is the support side's, and may be another partner's
        words: what is told is the service, and the user's own ticket about it.

        :return: [{line, versions, tickets}]
        """
        versions = self.environment_ids.installation_ids.version_id
        lines = self.env["digit.fix.line"].search(
            Domain("fix_id.affected_version_ids", "in", versions.ids)
            & Domain("state", "!=", "dropped")
        )
        tickets = lines.fix_id.ticket_ids.sudo(False)._filtered_access("read")
        rows = [
            {
                "line": line,
                "versions": (line.fix_id.affected_version_ids & versions).filtered(
                    lambda version, line=line: version.major == line.major
                ),
                "tickets": (line.fix_id.ticket_ids & tickets.sudo()),
            }
            for line in lines
        ]
        return [row for row in rows if row["versions"]]
