from contextlib import suppress

from odoo import models
from odoo.exceptions import MissingError

# What a mass change logs, until all of it is written together.
LOGS = "digit.tracking.logs"
# The fields that are written, from write() to when the base prepares their tracking.
WRITTEN = "digit.tracking.written"


class HelpdeskTicket(models.Model):
    """What the chatter logs by itself: as cheap as it is frequent."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    def _creation_subtype(self):
        """Where nobody is to be told of a new ticket, it is logged: many at once.

        The mail that makes a ticket is no log.
        """
        if self.env.context.get("digit_creating") and not self._has_other_followers():
            return self.env["mail.message.subtype"]
        return super()._creation_subtype()

    def _has_other_followers(self):
        """Whether anybody but the user follows this ticket."""
        self.ensure_one()
        # sudo: partners may not read who follows
        followers = self.sudo().message_follower_ids.partner_id
        return bool(followers - self.env.user.partner_id)

    def write(self, vals):
        self.env.cr.precommit.data[WRITTEN] = vals.keys()
        return super().write(vals)

    def _track_prepare(self, fields_iter):
        """The base reads every tracked field of what is written: many, and few change.

        A field that is computed is prepared when it is.
        """
        if fields_iter is self._fields:
            fields_iter = self.env.cr.precommit.data.pop(WRITTEN, fields_iter)
        return super()._track_prepare(fields_iter)

    def _message_track(self, fields_iter, initial_values_dict):
        """The base describes every tracked field to find those that have changed, and
        logs each ticket by itself."""
        changed = set()
        for ticket in self:
            with suppress(MissingError):  # deleted since
                changed |= {
                    name
                    for name, value in initial_values_dict[ticket.id].items()
                    if ticket[name] != value
                }
        data = self.env.cr.precommit.data
        logs = data[LOGS] = []
        try:
            tracking = super()._message_track(
                changed or fields_iter, initial_values_dict
            )
        finally:
            data.pop(LOGS, None)
        self._write_logs(logs)
        return tracking

    def _message_log(self, **kwargs):
        logs = self.env.cr.precommit.data.get(LOGS)
        if logs is None or kwargs.keys() != {"body", "author_id", "tracking_value_ids"}:
            return super()._message_log(**kwargs)
        logs.append((self, kwargs))
        return None

    def _write_logs(self, logs):
        """Log what has changed on these tickets, with as many queries as for one.

        :param logs: a list of (ticket, arguments of ``_message_log``)
        """
        authors = dict.fromkeys(kwargs["author_id"] for _ticket, kwargs in logs)
        for author_id in authors:
            found = {
                ticket: kwargs
                for ticket, kwargs in logs
                if kwargs["author_id"] == author_id
            }
            messages = (
                self.browse()
                .concat(*found)
                ._message_log_batch(
                    {ticket.id: kwargs["body"] for ticket, kwargs in found.items()},
                    author_id=author_id,
                )
            )
            # sudo: as the base does
            self.env["mail.tracking.value"].sudo().create(
                [
                    {**vals, "mail_message_id": message.id}
                    for message, kwargs in zip(messages, found.values(), strict=True)
                    for _create, _id, vals in kwargs["tracking_value_ids"]
                ]
            )
