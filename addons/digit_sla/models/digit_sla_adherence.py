from odoo import fields, models

from ..tools import clock as core

OPERATIONS = "digit_support.digit_support_group_operations"


class DigitSlaAdherence(models.AbstractModel):
    """A record whose promises are kept, or not: this month's share of them."""

    _name = "digit.sla.adherence"
    _description = "Adherence of the Month"

    # the field of the analysis that tells whose promise it was
    _report_field = None

    # for who sees every ticket: the share of some of them would mislead
    sla_adherence = fields.Integer(
        string="In Time This Month (%)",
        compute="_compute_sla_adherence",
        groups=OPERATIONS,
        help="Met / (met + breached), of the promises that started this month. "
        "Running, paused and stopped clocks do not count yet; updates count each.",
    )
    sla_ended_count = fields.Integer(
        compute="_compute_sla_adherence", groups=OPERATIONS
    )

    def _compute_sla_adherence(self):
        rows = self.env["digit.sla.report"]._read_group(
            [
                (self._report_field, "in", self.ids),
                ("started", ">=", "today =1d"),
                ("result", "in", core.SETTLED),
            ],
            [self._report_field],
            ["adherence:avg", "__count"],
        )
        figures = {record: figures for record, *figures in rows}
        for record in self:
            adherence, count = figures.get(record._origin, (0, 0))
            # cut off: where one promise was broken, 100 % is not true
            record.sla_adherence = int(adherence)
            record.sla_ended_count = count

    def action_open_sla_report(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "digit_sla.digit_sla_report_action"
        )
        action["domain"] = [(self._report_field, "=", self.id)]
        action["context"] = {"search_default_started": 1}
        return action
