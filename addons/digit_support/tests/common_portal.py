from odoo.http import Request
from odoo.tests import HttpCase

from .common import DigitSupportCommon


class PortalCommon(DigitSupportCommon, HttpCase):
    """The small world, seen through the browser of one of its users."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        cls.in_progress = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
        cls.awaiting = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting")
        cls.done = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        cls.cancelled = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_cancelled")
        cls.support_users = (
            cls.user_l1,
            cls.user_l2,
            cls.user_l3,
            cls.user_operations,
            cls.user_admin,
        )

    def _login(self, user):
        login = user.login
        self.authenticate(login, login + "x" * (8 - len(login)))

    def _post(self, url, files=None, token=True, **data):
        if token:
            data["csrf_token"] = Request.csrf_token(self)
        return self.url_open(url, data=data, files=files, allow_redirects=False)

    def _submit(self, files=None, **data):
        """Send the form, filled in well unless told."""
        values = {"subject": "Payments fail", "description": "Since nine.", **data}
        return self._post("/submitted/ticket", files=files, **values)

    def _get_new_tickets(self):
        return self.env["helpdesk.ticket"].search([("id", ">", self.last_id)])

    def _mark(self):
        """What is created from here on is new."""
        last = self.env["helpdesk.ticket"].with_context(active_test=False)
        self.last_id = last.search([], order="id desc", limit=1).id or 0

    def _attach(self, ticket, name):
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": name.encode(),
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )

    def _write_message(self, ticket, subtype, attachment=None, body="Hello"):
        return ticket.with_user(self.user_l2).message_post(
            body=body,
            message_type="comment",
            subtype_xmlid=subtype,
            attachment_ids=attachment.ids if attachment else [],
        )
