from odoo import models
from odoo.fields import Command

from .digit_escalation_task import RECALL


class HelpdeskTicket(models.Model):
    """A manager calls a ticket back, for somebody else or to another level."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    def _call_back(self, reason, user, level):
        """Give this ticket to ``user``, at ``level``; who had it is told why.

        A manager who takes it takes care of what has escalated, too.

        :param reason: plain text, for the support side
        :param user: a ``res.users``, perhaps empty: who has it stays so
        :param level: a ``digit.support.level``, perhaps empty: it stays where it is
        :raises AccessError: when the user may not change this ticket
        """
        self.ensure_one()
        self.check_access("write")
        told = (self.user_id | user) - self.env.user
        outcome = []
        if level and level != self.level_id:
            self._hand_over(level, reason)
            outcome.append(self.env._("Handed to %(level)s.", level=level.name))
        if user:
            # sudo: at its new level it may be none of the manager's tickets any more
            self.sudo().user_id = user
            outcome.append(self.env._("Reassigned to %(user)s.", user=user.name))
        task = self._create_escalation(
            reason, RECALL, notified_user_ids=[Command.set(told.ids)]
        )
        task.outcome = "\n".join(filter(None, [*outcome, task.outcome]))
        if user == self.env.user:
            task._acknowledge(user)
        return task


class DigitEscalationTask(models.Model):
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.escalation.task"

    def _get_named_users(self):
        if self.origin == RECALL:
            # chosen by who calls back, perhaps nobody
            return self.notified_user_ids or None
        return super()._get_named_users()
