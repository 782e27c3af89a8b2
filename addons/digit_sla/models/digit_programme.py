from odoo import fields, models


class DigitProgramme(models.Model):
    _inherit = "digit.programme"

    sla_policy_ids = fields.One2many(
        "digit.sla.policy", "programme_id", string="SLA Policies"
    )
