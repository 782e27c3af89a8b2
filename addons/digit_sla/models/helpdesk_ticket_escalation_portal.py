from datetime import timedelta

from odoo import fields, models

from .digit_escalation_task import DONE, PARTNER

# How long between a partner's escalations of a ticket of no programme, in hours.
HOURS = 4
MAX_SHOWN = 5


class HelpdeskTicket(models.Model):
    """A partner escalates, and what they are told of it: nothing internal."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    partner_escalation_date = fields.Datetime(
        string="Escalated by the Partner",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )

    def _can_partner_escalate(self, user):
        """Whether ``user``, who reads this ticket in the portal, may escalate it now."""
        self.ensure_one()
        return bool(
            user.share and not self.closed and not self._find_next_partner_escalation()
        )

    def _find_next_partner_escalation(self):
        """From when on a partner may escalate it again; None when they may now."""
        self.ensure_one()
        programme = self.programme_id
        hours = programme.partner_escalation_hours if programme else HOURS
        last = self.partner_escalation_date
        moment = last and last + timedelta(hours=hours)
        return moment if moment and moment > fields.Datetime.now() else None

    def _escalate_by_partner(self, reason):
        """Call who stands at the next level, for the partner who is the user."""
        self.ensure_one()
        # of two at once, the later one finds the ticket changed, and looks again
        self.partner_escalation_date = fields.Datetime.now()
        self.flush_recordset(["partner_escalation_date"])
        return self._escalate(reason, origin=PARTNER)

    # ---------------------------------------------------
    # What the page shows
    # ---------------------------------------------------

    def _get_portal_escalation(self, user):
        """What the page of this ticket tells ``user`` of its escalation.

        :return: {"may_escalate", "again": from when on, in words, "calls": a list of
            {"moment", "reason", "called", "taken"} in words, the last one first}
        """
        self.ensure_one()
        again = not self.closed and self._find_next_partner_escalation()
        calls = self.escalation_task_ids.filtered(lambda t: t.origin == PARTNER)
        return {
            "may_escalate": self._can_partner_escalate(user),
            "again": again and self._format_portal_moment(again),
            "calls": [
                {
                    "moment": self._format_portal_moment(task.due),
                    "reason": task.reason,
                    "called": self._tell_portal_called(task),
                    "taken": self._tell_portal_taken(task),
                }
                for task in calls[:MAX_SHOWN]
            ],
        }

    def _tell_portal_called(self, task):
        """Who was called, by role and name as the matrix has them."""
        if task.state != DONE:
            return self.env._("Somebody is being called.")
        users = task.notified_user_ids
        names = {self._get_portal_name(user, task.rank): True for user in users}
        return self.env._("Called: %(names)s.", names=", ".join(names))

    def _tell_portal_taken(self, task):
        """Who takes care, and since when; empty while nobody does."""
        if not task.acknowledged_date:
            return ""
        return self.env._(
            "%(name)s: takes care of it since %(moment)s.",
            name=self._get_portal_name(task.acknowledged_by_id, task.rank),
            moment=self._format_portal_moment(task.acknowledged_date),
        )

    def _get_portal_name(self, user, rank):
        """Somebody who was called, as partners know them."""
        self.ensure_one()
        for contact in self._get_escalation_matrix():
            if contact.rank == rank and contact._get_user(self.team_id) == user:
                return contact._get_label(self.team_id)
        return self.env._("Our support management")

    def _format_portal_moment(self, moment):
        tz = self.sla_policy_id.resource_calendar_id.tz or self.env.user.tz or "UTC"
        return self._format_sla_moment(moment, tz)


class DigitDeployment(models.Model):
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.deployment"

    def _get_portal_matrix(self):
        """Whom partners call for this deployment: what is meant for them.

        :return: [{"rank", "role", "person", "when", "email", "phone"}], level by level
        """
        self.ensure_one()
        contacts = self.env["digit.escalation.contact"]._choose(self.programme_id, self)
        return [
            {
                "rank": contact.rank,
                "role": contact.name,
                "person": contact.user_id.active and contact.user_id.name,
                "when": contact.when,
                "email": contact.email,
                "phone": contact.phone,
            }
            for contact in contacts.sorted(lambda contact: (contact.rank, contact.id))
        ]
