from odoo import fields, models


class DigitSupportLevel(models.Model):
    _name = "digit.support.level"
    _inherit = ["digit.support.level", "digit.sla.scheduled"]

    resource_calendar_id = fields.Many2one(
        help="When this level works: what the clocks count in while it has the ticket, "
        "if the policy says so. The policy's when empty."
    )

    def _reaches(self, level):
        """Whether this, perhaps none, is ``level`` or one of a higher rank."""
        return (
            self.programme_id == level.programme_id and self.sequence >= level.sequence
        )
