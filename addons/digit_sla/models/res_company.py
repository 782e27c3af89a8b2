from collections import defaultdict

from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_sla_closing_warning(self):
        """What a public holiday without a schedule stops, in a sentence.

        :return: False when just one schedule would close
        """
        self.ensure_one()
        schedules = self._get_sla_programmes()
        if not schedules and self.env["digit.sla.policy"].sudo().search([], limit=1):
            return self.env._(
                "Without a working schedule, this stops no clock: those that the SLA "
                "policies count in belong to no company. Choose the schedule to close."
            )
        if len(schedules) < 2:
            return False
        return self.env._(
            "Without a working schedule, this stops the clocks of %(count)s of them: "
            "%(schedules)s. Choose a schedule to close that one alone.",
            count=len(schedules),
            schedules=", ".join(
                f"{schedule.name} ({', '.join(programmes.mapped('name'))})"
                for schedule, programmes in schedules.items()
            ),
        )

    def _get_sla_programmes(self):
        """The schedules of this company in which policies and levels count.

        :return: {schedule: programmes}
        """
        programmes = defaultdict(self.env["digit.programme"].browse)
        for name in ("digit.sla.policy", "digit.support.level"):
            # sudo: a holiday counts for every schedule of the company, whoever enters
            # it
            records = (
                self.env[name]
                .sudo()
                .search([("resource_calendar_id.company_id", "in", self.ids)])
            )
            for record in records:
                programmes[record.resource_calendar_id] |= record.programme_id
        return programmes
