from odoo import http
from odoo.exceptions import ConcurrencyError
from odoo.http import request

from odoo.addons.auth_signup.models.res_partner import SignupError

from ..models.digit_form_rate import INVITATION
from .colleague_form import MAX_LENGTHS, ColleagueForm
from .portal_form import TOO_MANY_REQUESTS, UNPROCESSABLE
from .portal_registry import DigitPortalRegistry


class DigitPortalColleague(DigitPortalRegistry):
    """A contact person looks after who of their organisation has a login."""

    @http.route("/my/colleagues", type="http", auth="user", website=True, readonly=True)
    def portal_my_colleagues(self, done=None, **kw):
        self._check_contact_person()
        return self._render_colleagues(ColleagueForm(request.env, {}), done=done)

    @http.route(
        "/my/colleagues/invite",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_invite_colleague(self, **kw):
        self._check_contact_person()
        form = ColleagueForm(request.env, kw)
        if not form.validate():
            return self._render_colleagues(form, UNPROCESSABLE)
        if self._is_too_many():
            form.errors["form"] = self._get_too_many()
            return self._render_colleagues(form, TOO_MANY_REQUESTS)
        try:
            form.invite()
        except SignupError as error:
            # sent twice at once: tried again, the other one's colleague is there
            raise ConcurrencyError from error
        return request.redirect("/my/colleagues?done=invited")

    @http.route(
        "/my/colleagues/<colleague_id>/invite",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_invite_again(self, colleague_id, **kw):
        """Once more, to who was invited and never came."""
        colleague = self._get_removable(colleague_id)
        if colleague.login_date:
            return request.redirect("/my/colleagues")
        if self._is_too_many():
            form = ColleagueForm(request.env, {})
            form.errors["form"] = self._get_too_many()
            return self._render_colleagues(form, TOO_MANY_REQUESTS)
        request.env.user._send_invitation(colleague)
        return request.redirect("/my/colleagues?done=invited")

    @http.route(
        "/my/colleagues/<colleague_id>/remove",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_remove_colleague(self, colleague_id, **kw):
        request.env.user._remove_colleague(self._get_removable(colleague_id))
        return request.redirect("/my/colleagues?done=removed")

    def _check_contact_person(self):
        if not request.env.user._get_invited_organisation():
            raise request.not_found()

    def _get_removable(self, colleague_id):
        """:raises NotFound: alike for whoever is not theirs to remove"""
        self._check_contact_person()
        colleagues = request.env.user._get_removable_colleagues()
        return self._choose_record(colleagues, colleague_id)

    def _is_too_many(self):
        # sudo: nobody outside writes on what limits them
        return request.env["digit.form.rate"].sudo()._count(INVITATION)

    def _get_too_many(self):
        return request.env._(
            "You have sent many invitations today. Please go on tomorrow, or write to "
            "support."
        )

    def _render_colleagues(self, form, status=None, done=None):
        user = request.env.user
        organisation = user._get_invited_organisation()
        response = self._render_registry_page(
            "digit_support.portal_my_colleagues",
            page_name="colleagues",
            title=request.env._("Colleagues"),
            organisation=organisation,
            domains=organisation._get_invitation_domains(),
            colleagues=user._get_colleagues(),
            removable=user._get_removable_colleagues(),
            form=form,
            done=done,
            max_lengths=MAX_LENGTHS,
        )
        if status:
            response.status_code = status
        return response
