import re

from odoo import api, models
from odoo.fields import Domain

MAX_WORDS = 8
MAX_LENGTH = 40
MAX_TICKETS = 5
# of so many, the most alike are shown
MAX_CANDIDATES = 50
# In any script; "%" and "_" would stand for anything.
WORD = re.compile(r"[^\s%_\\.,;:!?()\[\]{}\"'/|+*=<>-]{4,}")


class HelpdeskTicket(models.Model):
    """The open tickets that look like what a partner is about to report."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    @api.model
    def _get_portal_similar(self, subject, service):
        """The open tickets that share words with ``subject``, or its service.

        :param subject: what was typed so far, perhaps nothing
        :param service: the one that was chosen, perhaps none
        :return: a few of those that the current user sees, as superuser, the most
            alike first
        """
        words = self._get_similar_words(subject)
        alike = Domain.OR(Domain("name", "ilike", word) for word in words)
        if not words:
            alike = Domain("service_id", "in", service.ids)
        # not as superuser: the rules tell which tickets are theirs to see
        found = self.sudo(False).search(
            Domain("stage_id.closed", "=", False) & alike,
            order="id desc",
            limit=MAX_CANDIDATES,
        )
        # sudo: these they see, with their status
        return found.sudo()._get_most_alike(words, service)

    @api.model
    def _get_similar_words(self, subject):
        """The words of ``subject`` that are long enough to mean something."""
        words = dict.fromkeys(WORD.findall((subject or "").casefold()))
        return [word[:MAX_LENGTH] for word in words][:MAX_WORDS]

    def _get_most_alike(self, words, service):
        """Those of these tickets that share a third of ``words`` or more."""

        def get_shared(ticket):
            title = ticket.name.casefold()
            return sum(word in title for word in words)

        alike = self.filtered(lambda ticket: 3 * get_shared(ticket) >= len(words))
        return alike.sorted(
            lambda ticket: (get_shared(ticket), ticket.service_id == service),
            reverse=True,
        )[:MAX_TICKETS]
