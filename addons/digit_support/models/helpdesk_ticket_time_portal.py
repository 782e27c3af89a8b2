from odoo import models


class HelpdeskTicket(models.Model):
    """The implementation partner's staff enters the time that it spends (S0, S1)."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    def _may_enter_time(self, user):
        """Whether ``user``, who sees this ticket, gives its first line of support."""
        self.ensure_one()
        implementer = self.deployment_id.implementer_id
        return bool(
            user._is_portal()
            and implementer
            and user.commercial_partner_id == implementer
        )

    def _get_portal_time_entries(self, user):
        """What ``user`` entered: nobody outside sees anybody else's."""
        return self.time_entry_ids.filtered(lambda entry: entry.user_id == user)

    def _add_portal_time(self, user, values):
        """:param values: minutes, note and date, checked by the caller"""
        self.ensure_one()
        return self.env["digit.time.entry"].create(
            {
                **values,
                "ticket_id": self.id,
                "user_id": user.id,
                "level_id": self._get_partner_level().id,
            }
        )

    def _get_partner_level(self):
        """The level of the partner's own support: the first that has no team."""
        levels = self.programme_id.level_ids
        return levels.filtered(lambda level: not level.team_id)[:1] or levels[:1]
