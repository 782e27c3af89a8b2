import re

from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from odoo import models
from odoo.http import request

CHALLENGE = WWWAuthenticate("bearer", {"realm": "digit"})
BEARER = re.compile(r"bearer +(?P<key>[0-9a-f]{40})", re.IGNORECASE | re.ASCII)


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        # the form of the portal speaks the partner's language
        return [*super()._get_translation_frontend_modules_name(), "digit_support"]

    @classmethod
    def _serve_fallback(cls):
        # the base looks the address up in PostgreSQL, which knows no NUL (W14)
        return None if "\0" in request.httprequest.path else super()._serve_fallback()

    @classmethod
    def _dispatch(cls, endpoint):
        # a controller has its "self" already: "?self=" would make it fail (S12)
        request.params.pop("self", None)
        return super()._dispatch(endpoint)

    @classmethod
    def _auth_method_digit_api(cls):
        """Let in an app with its key, as a user of its own, and nobody else.

        A session, if there is one, does not count: so there is nothing to forge.
        """
        request.session.can_save = False
        match = BEARER.fullmatch(request.httprequest.headers.get("Authorization", ""))
        # sudo: nobody is logged in yet
        clients = request.env["digit.api.client"].sudo()
        client = match and clients._get_by_key(match["key"])
        if not client:
            raise Unauthorized(www_authenticate=CHALLENGE)
        if not client.active:
            raise Forbidden(request.env._("This app is switched off."))
        request.update_env(user=client.user_id.id)
