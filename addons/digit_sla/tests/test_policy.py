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
        cells = [(r["severity_id"], r["metric"]) for r in form.target_ids._records]
        self.assertEqual(
            cells,
            [
                (severity.id, metric)
                for severity in self.p1 | self.p2 | self.p3
                for metric in ("response", "update", "resolution")
            ],
        )

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
        target = self._get_target(self.p2)
        with self.assertRaisesRegex(ValidationError, "P2 Slowed"):
            self.policy.target_ids = [Command.update(target.id, {"amount": 0})]
            self.env.flush_all()

    def test_deleting_a_target_refused(self):
        with self.assertRaisesRegex(ValidationError, "P2 Slowed"):
            self.policy.target_ids = [Command.delete(self._get_target(self.p2).id)]
            self.env.flush_all()

    def test_later_severity_takes_the_time_before_it(self):
        self.env["digit.severity"].create(
            {"scheme_id": self.scheme.id, "code": "P4", "name": "Low", "sequence": 40}
        )
        self.env.flush_all()
        targets = self.policy.target_ids.filtered(lambda t: t.severity_id.code == "P4")
        self.assertEqual(
            [(target.metric, target.term) for target in targets],
            [("response", "2 d"), ("update", "-"), ("resolution", "-")],
        )

    def test_a_cell_is_written_as_one_says_it(self):
        target = self._get_target(self.p1)
        self.assertEqual(target.term, "4 h")
        target.term = "1-2 d"
        self.assertEqual(
            (target.aim, target.amount, target.unit), (1, 2, "business_days")
        )
        target.term = "-"
        self.assertFalse(self.policy._get_targets(self.p1))

    def test_a_cell_that_says_no_time_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "“soon” for P1 Halted is not a"):
            self._get_target(self.p1).term = "soon"

    def test_an_empty_response_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "no response time for P1 Halted"):
            self._get_target(self.p1).term = ""

    def test_an_empty_update_is_no_promise(self):
        target = self._get_target(self.p1, "update")
        target.term = "2 h"
        target.term = ""
        self.assertEqual(target.term, "-")

    def _create_with_terms(self, *terms):
        """A policy whose first column is filled as a person writes it in the table."""
        severities = self.p1 | self.p2 | self.p3
        return self.env["digit.sla.policy"].create(
            {
                "name": "New",
                "programme_id": self.programme.id,
                "resource_calendar_id": self.calendar.id,
                "target_ids": [
                    Command.create(
                        {
                            "severity_id": severity.id,
                            "metric": "response",
                            "term": term,
                        }
                    )
                    for severity, term in zip(severities, terms, strict=True)
                ],
            }
        )

    def test_a_new_policy_is_written_as_one_says_it(self):
        policy = self._create_with_terms("4 h", "1-2 d", "-")
        terms = policy.target_ids.filtered(lambda t: t.metric == "response")
        self.assertEqual(terms.mapped("term"), ["4 h", "1-2 d", "-"])
        self.assertEqual(terms.mapped("budget"), [4 * 3600, 18 * 3600, 0])

    def test_a_new_policy_says_what_is_no_time(self):
        with self.assertRaisesRegex(ValidationError, "“soon” for P1 Halted is not a"):
            self._create_with_terms("soon", "", "-")

    def test_a_new_policy_says_which_response_is_missing(self):
        with self.assertRaisesRegex(ValidationError, "no response time for P2 Slowed"):
            self._create_with_terms("4 h", "", "-")

    def test_promises_are_told_in_a_line(self):
        self._get_target(self.p1, "update").term = "2 h"
        self.assertEqual(
            self.policy.promises, "Response: P1 4 h, P2 1 d, P3 2 d · Update: P1 2 h"
        )

    def test_copy_keeps_the_targets(self):
        def get_terms(policy):
            return {(t.severity_id, t.metric): t.term for t in policy.target_ids}

        self.assertEqual(get_terms(self.policy.copy()), get_terms(self.policy))

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
            self._get_target(self.p1).aim = 5
            self.env.flush_all()
