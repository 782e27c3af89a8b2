from odoo import models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _message_route_process(self, message, message_dict, routes):
        """Let a ticket look at a mail before it becomes a message of its own."""
        if not any(route[0] == "helpdesk.ticket" for route in routes or ()):
            return super()._message_route_process(message, message_dict, routes)
        is_automatic = self._is_automatic_mail(message)
        if not is_automatic:
            routes = self._get_follow_up_routes(message_dict, routes)
        # whoever stands in To or Cc would otherwise be able to read the message (W5)
        message_dict = {**message_dict, "partner_ids": []}
        held = self._get_tickets_of_strangers(message_dict, routes)
        if held:
            # an internal note; without a parent, whose author would be notified
            message_dict["is_internal"] = True
            message_dict.pop("parent_id", None)
        if is_automatic:
            self = self.with_context(  # noqa: PLW0642
                digit_no_acknowledgement=True, digit_no_answer=True
            )
        thread_id = super()._message_route_process(message, message_dict, routes)
        held._hold_for_agent()
        return thread_id

    def _get_tickets_of_strangers(self, message_dict, routes):
        """The existing tickets that this mail answers without being a party (O2)."""
        # sudo: the user of the mail gateway needs no right on tickets
        tickets = self.env["helpdesk.ticket"].sudo()
        tickets = tickets.browse(
            route[1] for route in routes if route[0] == tickets._name and route[1]
        )
        author = tickets.env["res.partner"].browse(message_dict.get("author_id") or [])
        return tickets.filtered(
            lambda ticket: not ticket._is_party(author, message_dict.get("email_from"))
        )

    def _get_follow_up_routes(self, message_dict, routes):
        """An answer to what was closed long ago goes to the ticket that goes on."""
        # sudo: as above
        tickets = self.env["helpdesk.ticket"].sudo()
        strange = self._get_tickets_of_strangers(message_dict, routes)
        return [
            tickets.browse(route[1])._get_follow_up_route(route)
            if route[0] == tickets._name and route[1] and route[1] not in strange.ids
            else route
            for route in routes
        ]

    def _is_automatic_mail(self, message):
        """Whether a machine sent this mail, or asks for no answer by a machine."""
        if message.get("Return-Path", "").strip() == "<>":
            return True
        suppressed = message.get("X-Auto-Response-Suppress", "").lower()
        return (
            message.get("Auto-Submitted", "no").strip().lower() != "no"
            or any(word in suppressed for word in ("all", "autoreply"))
            or message.get("Precedence", "").strip().lower()
            in ("bulk", "junk", "list", "auto_reply")
        )
