from odoo import http
from odoo.http import request

from .installation_form import MAX_LENGTHS, InstallationForm
from .portal_registry import DigitPortalRegistry

UNPROCESSABLE = 422


class DigitPortalDeployment(DigitPortalRegistry):
    """The deployments of a partner, and what it reports to run there."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "digit_deployment_count" in counters:
            deployments = request.env["digit.deployment"]._get_for_portal()
            values["digit_deployment_count"] = len(deployments)
        return values

    @http.route(
        "/my/deployments", type="http", auth="user", website=True, readonly=True
    )
    def portal_my_deployments(self, **kw):
        deployments = request.env["digit.deployment"]._get_for_portal()
        return self._render_registry_page(
            "digit_support.portal_my_deployments",
            page_name="deployments",
            title=request.env._("Deployments"),
            summaries=deployments._get_portal_summaries(),
        )

    @http.route(
        "/my/deployments/<deployment_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_deployment(self, deployment_id, reported=None, **kw):
        deployment = self._get_deployment(deployment_id)
        return self._render_registry_page(
            "digit_support.portal_my_deployment",
            page_name="deployment",
            title=deployment.name,
            deployment=deployment,
            summary=deployment._get_portal_summaries()[0],
            environments=deployment._get_portal_environments(),
            window=deployment._get_portal_window(),
            fixes=deployment._get_portal_fixes(),
            contacts=deployment.contact_ids,
            may_report=deployment._may_report_installations(),
            reports=deployment._get_portal_reports(),
            releases=request.env["digit.release"]._get_for_portal(),
            is_reported=bool(reported),
        )

    @http.route(
        "/my/deployments/<deployment_id>/report",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def portal_report_installation(self, deployment_id, **kw):
        """The form, and what is sent with it; a GET stores nothing."""
        deployment = self._get_deployment(deployment_id)
        if not deployment._may_report_installations():
            raise request.not_found()
        form = InstallationForm(request.env, deployment, kw)
        if request.httprequest.method == "POST" and form.validate():
            form.create_report()
            return request.redirect(f"/my/deployments/{deployment.id}?reported=1")
        response = self._render_registry_page(
            "digit_support.portal_report_installation",
            page_name="report_installation",
            title=request.env._("Report an installed version"),
            deployment=deployment,
            form=form,
            max_lengths=MAX_LENGTHS,
        )
        if form.errors:
            response.status_code = UNPROCESSABLE
        return response

    def _get_deployment(self, deployment_id):
        deployments = request.env["digit.deployment"]._get_for_portal()
        return self._choose_record(deployments, deployment_id)
