from psycopg2.errors import CheckViolation

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
class TestPolicy(DigitSlaCommon):
    def test_form_offers_each_severity(self):
        form = Form(self.env["digit.sla.policy"].with_user(self.user_admin))
        form.name = "New"
        form.programme_id = self.programme
        form.resource_calendar_id = self.calendar
        codes = [line["severity_id"] for line in form.target_ids._records]
        self.assertEqual(codes, (self.p1 | self.p2 | self.p3).ids)

    def test_severity_without_a_time_refused(self):
        with self.assertRaisesRegex(ValidationError, "no response time for P1 Halted"):
            self.env["digit.sla.policy"].create(
                {
                    "name": "New",
                    "programme_id": self.programme.id,
                    "resource_calendar_id": self.calendar.id,
                }
            )
            self.env.flush_all()

    def test_taking_a_time_away_refused(self):
        target = self.policy.target_ids[1]
        with self.assertRaisesRegex(ValidationError, "P2 Slowed"):
            self.policy.target_ids = [Command.update(target.id, {"amount": 0})]
            self.env.flush_all()

    def test_deleting_a_target_refused(self):
        with self.assertRaisesRegex(ValidationError, "P2 Slowed"):
            self.policy.target_ids = [Command.delete(self.policy.target_ids[1].id)]
            self.env.flush_all()

    def test_later_severity_takes_the_time_before_it(self):
        self.env["digit.severity"].create(
            {"scheme_id": self.scheme.id, "code": "P4", "name": "Low", "sequence": 40}
        )
        self.env.flush_all()
        target = self.policy.target_ids.filtered(lambda t: t.severity_id.code == "P4")
        self.assertEqual((target.amount, target.unit), (2, "business_days"))

    def test_copy_keeps_the_targets(self):
        copied = self.policy.copy()
        self.assertEqual(
            [(t.severity_id, t.amount, t.unit) for t in copied.target_ids],
            [(t.severity_id, t.amount, t.unit) for t in self.policy.target_ids],
        )

    def test_schedule_without_hours_refused(self):
        empty = self._create_calendar("Empty", "Asia/Kolkata", [])
        with self.assertRaisesRegex(ValidationError, "Empty has no working hours"):
            self.policy.resource_calendar_id = empty

    def test_taking_all_hours_away_refused(self):
        with self.assertRaisesRegex(ValidationError, "no working hours"):
            self.calendar.attendance_ids = [Command.clear()]
            self.env.flush_all()

    def test_overlapping_windows_refused(self):
        with self.assertRaisesRegex(ValidationError, "overlap"):
            self.calendar.attendance_ids = [
                Command.create(
                    {
                        "name": "Again",
                        "dayofweek": "0",
                        "hour_from": 17,
                        "hour_to": 20,
                        "day_period": "full_day",
                    }
                )
            ]

    def test_flexible_schedule_refused(self):
        flexible = self._create_calendar("Flex", "Asia/Kolkata", [(0, 9, 18)])
        flexible.schedule_type = "flexible"
        with self.assertRaisesRegex(ValidationError, "is flexible"):
            self.policy.resource_calendar_id = flexible

    def test_two_week_schedule_refused(self):
        both = self._create_calendar("Both", "Asia/Kolkata", [(0, 9, 18)])
        both.two_weeks_calendar = True
        with self.assertRaisesRegex(ValidationError, "alternates"):
            self.policy.resource_calendar_id = both

    def test_aim_within_the_promise(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(CheckViolation, "aim_within_amount"),
        ):
            self.policy.target_ids[0].aim = 5
            self.env.flush_all()
