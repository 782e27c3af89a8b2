from odoo import fields, models

from .digit_deployment import IMPLEMENTATION_STAGES


class DigitDeploymentStage(models.Model):
    """When a deployment first entered a stage of its implementation (S0)."""

    _name = "digit.deployment.stage"
    _description = "Stage of a Deployment"
    _order = "deployment_id, stage"

    deployment_id = fields.Many2one(
        "digit.deployment", required=True, ondelete="cascade"
    )
    stage = fields.Selection(IMPLEMENTATION_STAGES, required=True)
    date_start = fields.Date(string="First Day", help="The first day of the stage.")

    _stage_unique = models.UniqueIndex(
        "(deployment_id, stage)", "A deployment has one first day for each stage."
    )
