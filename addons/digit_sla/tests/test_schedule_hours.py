from odoo.exceptions import ValidationError
from odoo.tests import Form, freeze_time, tagged

from .common import DigitSlaCommon

LINE_FIELDS = ("dayofweek", "hour_from", "hour_to", "day_period")


@tagged("post_install", "-at_install")
class TestScheduleHours(DigitSlaCommon):
    """The administrator enters the hours of many days at once."""

    def _open(self, calendar=None, **vals):
        """The wizard on a schedule, for no day yet."""
        days = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), False)
        return (
            self.env["digit.schedule.hours"]
            .with_user(self.user_admin)
            .create(
                {"calendar_id": (calendar or self.calendar).id, **days, **vals},
            )
        )

    def _get_lines(self, calendar):
        return sorted(
            tuple(line[name] for name in LINE_FIELDS)
            for line in calendar.attendance_ids
        )

    def test_every_night_of_the_week_is_the_reference_of_s4(self):
        calendar = self.env["resource.calendar"].create(
            {"name": "Helpdesk", "tz": "Asia/Kolkata"}
        )
        week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), True)
        self._open(
            calendar, **week, hour_from=10, hour_to=2.5, is_replacing=True
        ).action_add()
        reference = self.env.ref("digit_sla.resource_calendar_hcm_india")
        self.assertEqual(self._get_lines(calendar), self._get_lines(reference))
        self.assertEqual(calendar._get_sla_week(), reference._get_sla_week())

    def test_after_sunday_comes_monday(self):
        calendar = self._create_calendar("Night", "Asia/Kolkata", [])
        self._open(calendar, sun=True, hour_from=22, hour_to=6).action_add()
        self.assertEqual(
            self._get_lines(calendar),
            [("0", 0, 6, "full_day"), ("6", 22, 24, "full_day")],
        )

    def test_until_midnight_is_one_line(self):
        for hour_to in (0, 24):
            calendar = self._create_calendar("Late", "Asia/Kolkata", [])
            self._open(calendar, mon=True, hour_from=18, hour_to=hour_to).action_add()
            self.assertEqual(self._get_lines(calendar), [("0", 18, 24, "full_day")])

    def test_the_same_time_twice_is_a_whole_day(self):
        calendar = self._create_calendar("Guard", "Asia/Kolkata", [])
        self._open(calendar, mon=True, hour_from=8, hour_to=8).action_add()
        self.assertEqual(
            self._get_lines(calendar),
            [("0", 8, 24, "full_day"), ("1", 0, 8, "full_day")],
        )

    def test_a_night_is_one_business_day(self):
        calendar = self._create_calendar("Night", "Asia/Kolkata", [])
        week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), True)
        self._open(calendar, **week, hour_from=22, hour_to=6).action_add()
        self.assertEqual(calendar.hours_per_day, 8)  # Saturday has only Friday's end

    def test_a_whole_day_is_a_business_day_of_its_own(self):
        calendar = self._create_calendar("Guard", "Asia/Kolkata", [])
        self._open(calendar, mon=True, tue=True, hour_from=0, hour_to=24).action_add()
        self.assertEqual(calendar.hours_per_day, 24)

    def test_hours_that_touch_are_added(self):
        self._open(mon=True, hour_from=18, hour_to=20).action_add()
        self.assertEqual(
            self.calendar._get_sla_week()["0"], [[9 * 60, 18 * 60], [18 * 60, 20 * 60]]
        )

    def test_overlap_names_the_present_hours(self):
        wizard = self._open(sun=True, hour_from=20, hour_to=9.5)
        with self.assertRaisesRegex(ValidationError, "already has Monday 09:00-18:00"):
            wizard.action_add()

    def test_problem_is_shown_before_it_is_refused(self):
        form = Form(
            self.env["digit.schedule.hours"]
            .with_user(self.user_admin)
            .with_context(default_calendar_id=self.calendar.id)
        )
        self.assertIn("already has Monday 09:00-18:00", form.problem)
        form.hour_from, form.hour_to = 19, 2
        self.assertFalse(form.problem)
        self.assertIn("07:00 hours a day, until 02:00", form.summary)

    def test_times_beyond_a_day_are_refused(self):
        for hour_from, hour_to in ((10, 26.5), (-1, 5), (24, 3)):
            wizard = self._open(sat=True, hour_from=hour_from, hour_to=hour_to)
            with self.assertRaisesRegex(ValidationError, "from 00:00 to 24:00"):
                wizard.action_add()

    def test_no_day_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "at least one day"):
            self._open().action_add()

    def test_hours_that_clocks_follow_are_replaced_at_once(self):
        before = self.calendar.sla_schedule_id
        self._open(mon=True, hour_from=9, hour_to=17, is_replacing=True).action_add()
        self.assertEqual(self.calendar._get_sla_week(), {"0": [[540, 1020]]})
        schedule = self.calendar.sla_schedule_id
        self.assertNotEqual(schedule, before)
        self.assertEqual(schedule.definition["week"], {"0": [[540, 1020]]})

    def test_taking_all_hours_away_is_still_refused(self):
        with self.assertRaisesRegex(ValidationError, "no working hours"):
            self.calendar.with_user(self.user_admin).attendance_ids = False

    def test_only_the_administrator_adds_hours(self):
        for role in ("l1", "l2", "l3", "operations", "admin"):
            wizards = self.env["digit.schedule.hours"].with_user(
                getattr(self, f"user_{role}")
            )
            self.assertEqual(wizards.has_access("create"), role == "admin", role)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestSchedulePreview(DigitSlaCommon):
    """The schedule's form tells when it is open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_admin.tz = "Europe/Brussels"
        cls.night = cls._create_calendar(
            "Night",
            "Asia/Kolkata",
            [w for day in range(7) for w in ((day, 0, 2.5), (day, 10, 24))],
        )

    def _open(self, calendar):
        return Form(calendar.with_user(self.user_admin))

    def _get_row(self, preview, day):
        """The cells of a row, as text."""
        row = next(row for row in str(preview).split("<tr") if day in row)
        return " ".join(row.replace("<", " <").replace(">", "> ").split())

    def test_a_night_belongs_to_the_day_on_which_it_begins(self):
        row = self._get_row(self._open(self.night).sla_preview, "Mon 23 Nov")
        self.assertIn("10:00-02:30 (+1)", row)
        self.assertNotIn("00:00", row)

    def test_the_reader_sees_their_own_zone_beside_it(self):
        preview = self._open(self.night).sla_preview
        self.assertIn("Asia/Kolkata", preview)
        self.assertIn("Europe/Brussels", preview)
        self.assertIn("05:30-22:00", self._get_row(preview, "Mon 23 Nov"))

    def test_one_zone_is_shown_once(self):
        self.user_admin.tz = "Asia/Kolkata"
        preview = self._open(self.night).sla_preview
        self.assertEqual(str(preview).count("Asia/Kolkata"), 1)

    def test_two_names_of_one_zone_are_shown_once(self):
        self.user_admin.tz = "Asia/Calcutta"  # as browsers still call it
        preview = self._open(self.night).sla_preview
        self.assertIn("Asia/Kolkata", preview)
        self.assertNotIn("Asia/Calcutta", preview)

    def test_two_weeks_are_shown(self):
        preview = str(self._open(self.calendar).sla_preview)
        self.assertEqual(preview.count("09:00-18:00"), 10)
        self.assertIn("Sun 6 Dec", preview)
        self.assertNotIn("Mon 7 Dec", preview)

    def test_a_holiday_is_named(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Guru Nanak's Birthday",
                "calendar_id": self.night.id,
                "date_from": "2026-11-23 18:30:00",
                "date_to": "2026-11-24 18:29:59",  # Tuesday in India
            }
        )
        preview = self._open(self.night).sla_preview
        row = self._get_row(preview, "Tue 24 Nov")
        self.assertIn("Guru Nanak", row)
        self.assertIn("closed", row)
        self.assertIn("10:00-02:30 (+1)", self._get_row(preview, "Mon 23 Nov"))

    def test_hours_off_are_named_where_they_take_something_away(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Stocktaking",
                "calendar_id": self.calendar.id,
                "date_from": "2026-11-23 12:00:00",  # Monday, 17:30 in India
                "date_to": "2026-11-24 01:30:00",  # Tuesday, 7:00 in India
            }
        )
        preview = self._open(self.calendar).sla_preview
        monday = self._get_row(preview, "Mon 23 Nov")
        self.assertIn("09:00-17:30", monday)
        self.assertIn("Stocktaking", monday)
        self.assertNotIn("Stocktaking", self._get_row(preview, "Tue 24 Nov"))

    def test_it_follows_what_is_typed(self):
        form = self._open(self.calendar)
        with form.attendance_ids.edit(0) as line:  # Monday
            line.hour_from = 7
        self.assertIn("07:00-18:00", self._get_row(form.sla_preview, "Mon 23 Nov"))
        self.assertIn("09:00-18:00", self._get_row(form.sla_preview, "Tue 24 Nov"))

    def test_typing_keeps_the_holidays(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Feast",
                "calendar_id": self.calendar.id,
                "date_from": "2026-11-23 18:30:00",
                "date_to": "2026-11-24 18:29:59",  # Tuesday in India
            }
        )
        form = self._open(self.calendar)
        with form.attendance_ids.edit(0) as line:
            line.hour_from = 7
        self.assertIn("closed", self._get_row(form.sla_preview, "Tue 24 Nov"))

    def test_a_flexible_schedule_says_why_not(self):
        form = self._open(self._create_calendar("Free", "Asia/Kolkata", [(0, 9, 18)]))
        self.assertFalse(form.sla_hint)
        form.schedule_type = "flexible"
        self.assertIn("is flexible", form.sla_hint)
        self.assertFalse(form.sla_preview)

    def test_a_two_week_schedule_says_why_not(self):
        calendar = self._create_calendar("Turns", "Asia/Kolkata", [(0, 9, 18)])
        calendar.switch_calendar_type()
        self.assertIn("alternates between two weeks", self._open(calendar).sla_hint)

    def test_an_empty_schedule_says_why_not(self):
        calendar = self._create_calendar("Empty", "Asia/Kolkata", [])
        self.assertIn("no working hours", self._open(calendar).sla_hint)

    def test_a_new_schedule_has_a_preview(self):
        form = Form(self.env["resource.calendar"].with_user(self.user_admin))
        form.name = "New"
        form.tz = "Africa/Maputo"
        self.assertIn("Africa/Maputo", form.sla_preview)
