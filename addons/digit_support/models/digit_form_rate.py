from datetime import timedelta

from odoo import api, fields, models

from ..tools import settings

TICKET, INVITATION = "ticket", "invitation"
# Which setting limits it, and what is cut off the time to tell its span.
LIMITS = {
    TICKET: (settings.FORMS_A_MINUTE, {"second": 0, "microsecond": 0}),
    INVITATION: (
        settings.INVITATIONS_A_DAY,
        {"hour": 0, "minute": 0, "second": 0, "microsecond": 0},
    ),
}


class DigitFormRate(models.Model):
    """How many tickets a portal user sent in a minute (W13), and the like."""

    _name = "digit.form.rate"
    _description = "Rate of the Portal Form"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    purpose = fields.Char(required=True, default=TICKET)
    minute = fields.Datetime(required=True, help="When the span began.")
    number = fields.Integer(required=True)

    _user_minute_unique = models.UniqueIndex("(user_id, minute, purpose)")

    @api.model
    def _count(self, purpose=TICKET):
        """Count one more of the current user's; whether that is too many.

        SQL, so that of two at once the later one fails and is tried again: it counts
        what the first one counted.
        """
        setting, cut = LIMITS[purpose]
        self.env.cr.execute(
            """
            INSERT INTO digit_form_rate AS rate (user_id, minute, purpose, number)
            VALUES (%s, %s, %s, 1)
            ON CONFLICT (user_id, minute, purpose)
            DO UPDATE SET number = rate.number + 1
            RETURNING number
            """,
            [self.env.uid, fields.Datetime.now().replace(**cut), purpose],
        )
        (number,) = self.env.cr.fetchone()
        return number > settings.get_number(self.env, setting)

    @api.autovacuum
    def _gc_rates(self):
        self.search(
            [("minute", "<", fields.Datetime.now() - timedelta(days=1))]
        ).unlink()
