from markupsafe import Markup

from odoo import fields, models

from ..tools import clock as core
from ..tools import escalation
from .digit_escalation_task import AGENT, DONE
from .digit_sla_clock import naive

ACTIVITY = "digit_sla.mail_activity_type_escalation"


class HelpdeskTicket(models.Model):
    """What escalates a ticket, and who takes care."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    escalation_task_ids = fields.One2many(
        "digit.escalation.task", "ticket_id", string="Escalations", readonly=True
    )

    def _prepare_clock_figures(self, metric, events, promise):
        """With its next step."""
        figures = super()._prepare_clock_figures(metric, events, promise)
        steps = self._get_escalation_steps(metric)
        act = steps and escalation.find_next(core.live(events), steps, {})
        return {**figures, "escalation_date": naive(act.moment) if act else False}

    def _get_escalation_steps(self, metric):
        """What may act on a clock of this ticket now: steps of the core."""
        self.ensure_one()
        if self.stage_id.waiting or self.stage_id.closed or not self.active:
            return []
        return self.env["digit.escalation.step"]._get_for(self, metric)

    def _sync_clocks(self):
        result = super()._sync_clocks()
        # of what is late already, no event tells that its ticket waits or is reopened
        self.sudo().clock_ids.filtered(
            lambda clock: clock.status == core.BREACHED and not clock.reached_date
        )._plan()
        return result

    # ---------------------------------------------------
    # On demand
    # ---------------------------------------------------

    def _escalate(self, reason, origin=AGENT):
        """Call who stands at the next level of the escalation matrix.

        :param reason: plain text, for the support side
        :return: the ``digit.escalation.task`` that tells who was called
        """
        self.ensure_one()
        rank = self.sudo()._get_next_rank()  # sudo: the matrix is not for partners
        return self._create_escalation(reason, origin, rank=rank)

    def _create_escalation(self, reason, origin, **vals):
        """A task on demand that acts at once."""
        self.ensure_one()
        now = fields.Datetime.now()
        # sudo: tasks are written by what happens
        task = (
            self.env["digit.escalation.task"]
            .sudo()
            .create(
                {
                    "ticket_id": self.id,
                    "origin": origin,
                    "reason": reason,
                    "requested_by_id": self.env.uid,
                    "due": now,
                    "run_date": now,
                    **vals,
                }
            )
        )
        task._run(now)
        return task

    def _get_next_rank(self):
        """The escalation level to call next: above what was called, at most the top."""
        self.ensure_one()
        called = self.escalation_task_ids.filtered(
            lambda task: task.rank and task.state == DONE
        )
        ranks = sorted(set(self._get_escalation_matrix().mapped("rank")))
        above = [rank for rank in ranks if rank > max(called.mapped("rank") or [0])]
        return (above or ranks[-1:] or [0])[0]

    def _get_escalation_matrix(self):
        """The escalation matrix that holds for this ticket."""
        self.ensure_one()
        return self.env["digit.escalation.contact"]._choose(
            self.programme_id, self.deployment_id
        )

    def _get_escalation_users(self, rank):
        """Who stands at a level of the escalation matrix, perhaps nobody."""
        self.ensure_one()
        users = self.env["res.users"]
        for contact in self._get_escalation_matrix().filtered(
            lambda line: line.rank == rank
        ):
            users |= contact._get_user(self.team_id)
        return users

    def _get_next_severity(self):
        """The next more severe one; empty at the top."""
        self.ensure_one()
        severities = self.scheme_id.severity_ids
        more = severities.filtered(
            lambda severity: severity.sequence < self.severity_id.sequence
        )
        return more[-1:] if self.severity_id else self.severity_id

    # ---------------------------------------------------
    # Taking care
    # ---------------------------------------------------

    def action_acknowledge(self):
        """The user takes care of what has escalated on these tickets."""
        self.escalation_task_ids.action_acknowledge()

    def _on_acknowledged(self, user):
        """``user`` takes care of these tickets: a note tells so."""
        self.activity_unlink([ACTIVITY])
        for ticket in self:
            ticket._message_log(
                body=self.env._(
                    "%(user)s takes care of the escalation", user=user.name
                ),
                author_id=user.partner_id.id,
            )

    # ---------------------------------------------------
    # Messages
    # ---------------------------------------------------

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Have users told in the way that an escalation asks for."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        way = self.env.context.get("digit_notify_by")
        for recipient in recipients if way else ():
            recipient["notif"] = way
        return recipients

    def _tell_contact(self, partner):
        """Tell a contact person that this ticket is escalated: nothing internal."""
        self.ensure_one()
        ticket = self.with_context(lang=partner.lang, digit_notify_by="email")
        names = {"number": ticket.number, "title": ticket.name}
        body = Markup("<p>%s</p>") % ticket.env._(
            "The ticket %(number)s, “%(title)s”, has been escalated on our side.",
            **names,
        )
        due = ticket._get_portal_sla_text()
        if due:
            body += Markup("<p>%s</p>") % due
        ticket.message_notify(
            subject=ticket.env._("%(number)s is escalated: %(title)s", **names),
            body=body,
            partner_ids=partner.ids,
            author_id=self.env.ref("base.partner_root").id,
            force_send=False,
        )
