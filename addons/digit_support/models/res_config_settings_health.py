from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    # what is shown apart from what is set
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "res.config.settings"

    digit_health_check_ids = fields.Many2many(
        "digit.health.check",
        string="Health",
        compute="_compute_digit_health_check_ids",
    )

    def _compute_digit_health_check_ids(self):
        self.digit_health_check_ids = self.env["digit.health.check"]._get_all()
