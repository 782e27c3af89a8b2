from datetime import timedelta

from odoo import api, fields, models

from ..tools import settings


class DigitFormRate(models.Model):
    """How many tickets a portal user sent in a minute (W13)."""

    _name = "digit.form.rate"
    _description = "Rate of the Portal Form"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    minute = fields.Datetime(required=True)
    number = fields.Integer(required=True)

    _user_minute_unique = models.UniqueIndex("(user_id, minute)")

    @api.model
    def _count(self):
        """Count one more of the current user's; whether that is too many.

        SQL, so that of two at once the later one fails and is tried again: it counts
        what the first one counted.
        """
        self.env.cr.execute(
            """
            INSERT INTO digit_form_rate AS rate (user_id, minute, number)
            VALUES (%s, %s, 1)
            ON CONFLICT (user_id, minute) DO UPDATE SET number = rate.number + 1
            RETURNING number
            """,
            [self.env.uid, fields.Datetime.now().replace(second=0, microsecond=0)],
        )
        (number,) = self.env.cr.fetchone()
        return number > settings.get_number(self.env, settings.FORMS_A_MINUTE)

    @api.autovacuum
    def _gc_rates(self):
        self.search(
            [("minute", "<", fields.Datetime.now() - timedelta(days=1))]
        ).unlink()
