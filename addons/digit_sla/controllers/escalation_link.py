from odoo import http
from odoo.http import request

from odoo.addons.digit_support.controllers.secret_page import render_secret
from odoo.addons.digit_support.controllers.ticket_form import to_id


class DigitEscalationLink(http.Controller):
    """Somebody of the support side takes care, from the link in a mail.

    It needs no login. Looking changes nothing: programs that scan mail open every link.
    """

    @http.route(
        "/ticket/escalation/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
    )
    def escalation(self, token, ticket=None, **kw):
        # sudo: the signature says who may
        task, user = request.env["digit.escalation.task"].sudo()._get_by_link(token)
        if not task:
            return self._render("dead", ticket_id=to_id(ticket))
        task = task.with_context(lang=user.lang, tz=user.tz)
        if request.httprequest.method == "POST" and task.is_waiting:
            task._acknowledge(user)
            return self._render("taken", task=task, user=user)
        return self._render("ask" if task.is_waiting else "over", task=task, user=user)

    def _render(self, shown, task=None, user=None, ticket_id=0):
        return render_secret(
            "digit_sla.escalation_page",
            {
                "shown": shown,
                "task": task,
                "user": user,
                "ticket_id": task.ticket_id.id if task else ticket_id,
            },
        )
