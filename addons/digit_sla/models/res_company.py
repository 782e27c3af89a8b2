from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_sla_closing_warning(self):
        """What a public holiday without a schedule stops, in a sentence.

        :return: False when no more than one schedule would close
        """
        self.ensure_one()
        schedules = self._get_sla_policies().grouped("resource_calendar_id")
        if len(schedules) < 2:
            return False
        return self.env._(
            "Without a working schedule, this stops the clocks of %(count)s of them: "
            "%(schedules)s. Choose a schedule to close that one alone.",
            count=len(schedules),
            schedules=", ".join(
                f"{schedule.name} ({', '.join(policies.programme_id.mapped('name'))})"
                for schedule, policies in schedules.items()
            ),
        )

    def _get_sla_policies(self):
        """The policies that count in one of this company's schedules."""
        # sudo: a holiday counts for every schedule of the company, whoever enters it
        return (
            self.env["digit.sla.policy"]
            .sudo()
            .search([("resource_calendar_id.company_id", "in", self.ids)])
        )
