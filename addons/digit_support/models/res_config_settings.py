from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import notice_days
from .digit_eosl_notice import DEFAULT_DAYS, PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    digit_eosl_notice_days = fields.Char(
        string="Days Before the End of Support",
        config_parameter=PARAMETER,
        default=DEFAULT_DAYS,
        help="Partners get a notice so many days before a version that they run falls "
        "out of support.",
    )

    @api.constrains("digit_eosl_notice_days")
    def _check_digit_eosl_notice_days(self):
        for settings in self:
            try:
                notice_days.parse(settings.digit_eosl_notice_days)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "“%(text)s” is no list of days. Write whole numbers from 1 to "
                        "%(longest)s with commas between, as 180, 90, 30.",
                        text=settings.digit_eosl_notice_days or "",
                        longest=notice_days.LONGEST,
                    )
                ) from error
