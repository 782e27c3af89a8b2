from odoo import models


class DigitDeployment(models.Model):
    _name = "digit.deployment"
    _inherit = ["digit.deployment", "digit.sla.adherence"]
    _report_field = "deployment_id"
