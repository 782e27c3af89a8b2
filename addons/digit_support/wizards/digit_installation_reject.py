from odoo import fields, models


class DigitInstallationReject(models.TransientModel):
    """Asks why reported versions are not what runs."""

    _name = "digit.installation.reject"
    _description = "Rejection of Reported Versions"

    report_ids = fields.Many2many(
        "digit.installation.report", string="Reports", required=True
    )
    reason = fields.Text(required=True, help="The partner reads it.")

    def action_reject(self):
        self.ensure_one()
        self.report_ids._reject(self.reason)
        return {"type": "ir.actions.act_window_close"}
