from odoo import http
from odoo.http import request

from .portal_registry import DigitPortalRegistry


class DigitPortalRelease(DigitPortalRegistry):
    """The releases that concern a partner, and what is planned."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        releases = request.env["digit.release"]
        if "digit_release_count" in counters:
            values["digit_release_count"] = len(releases._get_for_portal())
        if "digit_roadmap_count" in counters:
            roadmap = releases._get_roadmap_for_portal()
            values["digit_roadmap_count"] = sum(len(found) for _day, found in roadmap)
        return values

    @http.route("/my/releases", type="http", auth="user", website=True, readonly=True)
    def portal_my_releases(self, **kw):
        return self._render_registry_page(
            "digit_support.portal_my_releases",
            page_name="releases",
            title=request.env._("Releases"),
            releases=request.env["digit.release"]._get_for_portal(),
        )

    @http.route(
        "/my/releases/<release_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_release(self, release_id, **kw):
        release = self._get_release(release_id)
        deployments = request.env["digit.deployment"]._get_for_portal()
        return self._render_registry_page(
            "digit_support.portal_my_release",
            page_name="release",
            title=release.name,
            release=release,
            changes=release._get_portal_changes(deployments),
        )

    @http.route(
        "/my/releases/<release_id>/scripts/<attachment_id>",
        type="http",
        auth="user",
        readonly=True,
    )
    def portal_release_script(self, release_id, attachment_id, **kw):
        """A migration script: always to be saved, never shown by the browser."""
        scripts = self._get_release(release_id).script_ids
        script = self._choose_record(scripts, attachment_id)
        stream = request.env["ir.binary"]._get_stream_from(script)
        return stream.get_response(as_attachment=True)

    @http.route("/my/roadmap", type="http", auth="user", website=True, readonly=True)
    def portal_my_roadmap(self, **kw):
        return self._render_registry_page(
            "digit_support.portal_my_roadmap",
            page_name="roadmap",
            title=request.env._("Roadmap"),
            roadmap=request.env["digit.release"]._get_roadmap_for_portal(),
        )

    def _get_release(self, release_id):
        """A published one; a planned one is not there."""
        releases = request.env["digit.release"]._get_for_portal()
        return self._choose_record(releases, release_id)
