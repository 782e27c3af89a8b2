from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import clock as core


class DigitSlaClock(models.Model):
    """The jobs: clocks follow what is set up, and the passing of time."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.sla.clock"

    @api.model
    def _follow_promises(self):
        """Have the job look for clocks whose policy or schedule has changed."""
        cron = self.env.ref(
            "digit_sla.ir_cron_follow_promises", raise_if_not_found=False
        )
        if cron:
            # sudo: whoever edits holidays need not know of scheduled actions
            cron.sudo()._trigger()

    @api.model
    def _cron_follow_promises(self):
        """Re-target the open clocks whose policy, schedule or holidays have changed."""
        is_complete = self._choose_policies()
        targets = self.env["digit.sla.target"].search_fetch([])
        domain = Domain("status", "in", core.OPEN) & targets._get_outdated_domain()
        is_complete &= self._process_in_batches(
            domain,
            lambda clocks: clocks._retarget(clocks.ticket_id._sync_clocks),
        )
        if is_complete:
            self.env["digit.sla.retarget"]._finish()
            self.env["ir.cron"]._commit_progress()
        self._follow_stages()

    def _retarget(self, follow):
        """Call ``follow``, and note what it makes of these clocks."""
        # sudo: whoever runs the job, nobody writes its report by hand
        Retarget = self.env["digit.sla.retarget"].sudo()
        watched = Retarget._watch(self)
        follow()
        Retarget._note(watched, fields.Datetime.now())

    @api.model
    def _choose_policies(self):
        """Look which policy each open ticket has, where policies have changed.

        :return: whether all of it was done
        """
        is_complete = True
        for programme in self.env["digit.programme"].search(
            [("sla_policies_changed", "=", True)]
        ):
            domain = Domain("programme_id", "=", programme.id)
            domain &= Domain("stage_id.closed", "=", False)
            if self.env["helpdesk.ticket"]._process_in_batches(
                domain,
                lambda tickets: tickets.clock_ids._retarget(tickets._choose_policy),
            ):
                programme.sla_policies_changed = False
                self.env["ir.cron"]._commit_progress()
            else:
                is_complete = False
        return is_complete

    @api.model
    def _follow_stages(self):
        """Bring the clocks to what the stages that have changed ask them to be."""
        stages = self.env["helpdesk.ticket.stage"].with_context(active_test=False)
        for stage in stages.search([("sla_changed", "=", True)]):
            if self._process_in_batches(
                stage._get_moved_domain(),
                lambda clocks: clocks.ticket_id._sync_clocks(),
            ):
                stage.sla_changed = False
                self.env["ir.cron"]._commit_progress()

    @api.model
    def _cron_settle(self):
        """Record the breaches. Every figure is right without it: this makes the
        ledger, and what hangs on it, follow."""
        now = fields.Datetime.now()
        domain = Domain("status", "=", core.RUNNING) & Domain("deadline", "<", now)
        self._process_due(domain, "deadline", lambda clocks: clocks._settle(now))
