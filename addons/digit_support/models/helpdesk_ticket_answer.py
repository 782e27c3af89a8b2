from datetime import timedelta

from odoo import api, fields, models

from ..tools import settings


class HelpdeskTicket(models.Model):
    """What an answer from outside does: it reopens, goes on, and reaches somebody."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    previous_id = fields.Many2one(
        "helpdesk.ticket",
        string="Continues",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="A ticket that was closed too long ago to be reopened by an answer.",
    )
    next_ids = fields.One2many(
        "helpdesk.ticket", "previous_id", string="Continued by", readonly=True
    )

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        if self._is_answer_from_outside(message):
            # sudo: who answers from outside may not write on the ticket
            self.sudo()._on_answer_from_outside(message)
        return result

    def _is_answer_from_outside(self, message):
        """Whether a partner wrote this for us to read; not a machine of theirs."""
        message = message.sudo()
        return (
            message.message_type in ("comment", "email")
            and message.subtype_id == self.env.ref("mail.mt_comment")
            and not message.is_internal
            and (not message.author_id or message.author_id.partner_share)
            and not self.env.context.get("digit_no_answer")
        )

    def _on_answer_from_outside(self, message):
        """Reopen what was closed lately, and tell whom nobody else would tell."""
        self.ensure_one()
        if self.closed:
            text = self.env._("The partner answered a closed ticket.")
            if self._is_reopened_by_answer():
                self._reopen()
                text = self.env._("The partner answered. The ticket is open again.")
            self._tell_team(message, text)
        elif not self.user_id:
            self._tell_team(
                message, self.env._("The partner answered, and nobody has this ticket.")
            )

    def _is_reopened_by_answer(self):
        days = settings.get_number(self.env, settings.REOPEN_DAYS)
        return self.closed_date >= fields.Datetime.now() - timedelta(days=days)

    def _tell_team(self, message, text):
        """Notify the assignee, else everybody of the team."""
        self.ensure_one()
        users = self.user_id or self.team_id.user_ids or self._get_responsible()
        if users:
            self.message_notify(
                partner_ids=users.partner_id.ids,
                author_id=self.env.ref("base.partner_root").id,
                subject=f"[{self.number}] {self.name}",
                body=text,
            )

    # ---------------------------------------------------
    # Closed long ago
    # ---------------------------------------------------

    def _get_follow_up_route(self, route):
        """Where an answer by mail to this ticket goes: on, or to a new ticket.

        :param route: (model, id, values for a new record, user id, alias)
        """
        self.ensure_one()
        last = self._get_last_continuation()
        if not last.closed or last._is_reopened_by_answer():
            return (route[0], last.id, *route[2:])
        values = {**(route[2] or {}), **last._prepare_continuation_vals()}
        return (route[0], 0, values, *route[3:])

    def _get_last_continuation(self):
        """The ticket that goes on with this one, perhaps itself."""
        ticket = self
        while ticket.next_ids:
            ticket = ticket.next_ids.sorted("id")[-1]
        return ticket

    @api.model
    def _get_continued_fields(self):
        """What a ticket takes over from the one that it continues. Extend."""
        return ("team_id", "programme_id", "deployment_id", "category_id", "kind")

    def _prepare_continuation_vals(self):
        self.ensure_one()
        values = {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in self._get_continued_fields()
        }
        return {**values, "previous_id": self.id}
