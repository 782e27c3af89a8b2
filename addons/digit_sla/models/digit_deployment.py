from odoo import fields, models
from odoo.exceptions import ValidationError


class DigitDeployment(models.Model):
    _name = "digit.deployment"
    _inherit = ["digit.deployment", "digit.sla.adherence"]
    _report_field = "deployment_id"

    escalation_contact_ids = fields.One2many(
        "digit.escalation.contact", "deployment_id", string="Escalation Matrix"
    )

    def _raise_unless_of(self, programme):
        """Refuse what is of ``programme`` and for these, when they are of another."""
        for deployment in self:
            if deployment.programme_id != programme:
                raise ValidationError(
                    self.env._(
                        "%(deployment)s is a deployment of %(programme)s. Choose one "
                        "of %(chosen)s, or none.",
                        deployment=deployment.name,
                        programme=deployment.programme_id.name,
                        chosen=programme.name,
                    )
                )
