from datetime import date, datetime
from unittest import skipUnless
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from ..tools import public_holidays
from .common import DigitSlaCommon


class ScheduleHolidaysCommon(DigitSlaCommon):
    def _open(self, calendar=None):
        return Form(
            self.env["digit.schedule.holidays"]
            .with_user(self.user_admin)
            .with_context(default_calendar_id=(calendar or self.calendar).id)
        )

    def _get_closed(self, calendar):
        return calendar._get_sla_leaves()[calendar]._get_sla_closures(calendar.tz)[0]


@tagged("post_install", "-at_install")
@skipUnless(public_holidays.is_installed(), "needs the package holidays")
@freeze_time("2026-01-05 04:30:00")  # Monday, 10:00 in India
class TestScheduleHolidays(ScheduleHolidaysCommon):
    """The administrator imports what a country and State celebrate.

    Only days that the law fixes are asserted: the others change with the package.
    """

    def _open_year(self, calendar=None):
        form = self._open(calendar)
        form.year_to = 2026
        return form

    def _choose_state(self, form, code):
        form.state_id = self.env.ref(f"base.state_in_{code}")
        return form

    def test_the_zone_of_the_schedule_tells_the_country(self):
        calendar = self._create_calendar("Maputo", "Africa/Maputo", [(0, 8, 23)])
        self.assertEqual(self._open().country_id.code, "IN")
        self.assertEqual(self._open(calendar).country_id.code, "MZ")

    def test_this_year_and_the_next_are_shown(self):
        days = {line["date"].year for line in self._open().line_ids._records}
        self.assertEqual(days, {2026, 2027})

    def test_national_days_of_india(self):
        lines = self._open_year().save().line_ids
        days = set(lines.mapped("date"))
        self.assertLessEqual(
            {date(2026, 1, 26), date(2026, 8, 15), date(2026, 10, 2)}, days
        )
        republic_day = lines.filtered(lambda line: line.date == date(2026, 1, 26))
        self.assertEqual(republic_day.weekday, "Monday")
        self.assertEqual(republic_day.name, "Republic Day")

    def test_a_few_days_are_chosen_from_none(self):
        form = self._open_year()
        form.is_all = False
        self.assertFalse(form.save().line_ids.filtered("is_selected"))
        form = self._open_year()
        form.save().action_import()
        form = self._open()  # the first of two years is there now
        form.is_all = False
        form.is_all = True
        chosen = form.save().line_ids.filtered("is_selected")
        self.assertEqual({day.year for day in chosen.mapped("date")}, {2027})

    def test_confirmed_days_close_the_whole_local_day(self):
        self._open_year().save().action_import()
        leave = self.calendar.leave_ids.filtered(
            lambda leave: leave.date_from == datetime(2026, 1, 25, 18, 30)
        )
        self.assertEqual(leave.date_to, datetime(2026, 1, 26, 18, 29, 59))
        self.assertIn("2026-08-15", self._get_closed(self.calendar))

    def test_days_in_mozambique_are_days_there(self):
        calendar = self._create_calendar("Maputo", "Africa/Maputo", [(0, 8, 23)])
        self._open_year(calendar).save().action_import()
        leave = calendar.leave_ids.filtered(
            lambda leave: leave.date_from == datetime(2026, 6, 24, 22)
        )
        self.assertEqual(leave.date_to, datetime(2026, 6, 25, 21, 59, 59))
        self.assertIn("2026-06-25", self._get_closed(calendar))

    def test_a_second_import_adds_nothing(self):
        self._open_year().save().action_import()
        before = self.calendar.leave_ids
        wizard = self._open_year().save()
        self.assertEqual(set(wizard.line_ids.mapped("is_present")), {True})
        with self.assertRaisesRegex(UserError, "not there yet"):
            wizard.action_import()
        self.assertEqual(self.calendar.leave_ids, before)

    def test_a_day_entered_meanwhile_is_not_doubled(self):
        wizard = self._open_year().save()
        self._open_year().save().action_import()
        before = self.calendar.leave_ids
        with self.assertRaises(UserError):
            wizard.action_import()
        self.assertEqual(self.calendar.leave_ids, before)

    def test_only_chosen_days_are_added_with_the_names_given(self):
        wizard = self._open_year().save()
        line = wizard.line_ids.filtered(lambda line: line.date == date(2026, 8, 15))
        (wizard.line_ids - line).is_selected = False
        line.name = "Swatantrata Diwas"
        wizard.action_import()
        self.assertEqual(self.calendar.leave_ids.mapped("name"), ["Swatantrata Diwas"])

    def test_clocks_follow_imported_days(self):
        self._open_year().save().action_import()
        self.assertIn(
            "2026-01-26", self.calendar.sla_schedule_id.definition["holidays"]
        )

    def test_a_state_adds_its_own_days(self):
        national = {line["date"] for line in self._open_year().line_ids._records}
        form = self._choose_state(self._open_year(), "ka")
        days = {line["date"] for line in form.line_ids._records}
        self.assertIn(date(2026, 11, 1), days - national)  # Karnataka Rajyotsava
        self.assertFalse(form.message)

    def test_a_state_without_days_of_its_own_says_so(self):
        form = self._open_year()
        national = {line["date"] for line in form.line_ids._records}
        with patch.object(public_holidays, "has_own_days", return_value=False):
            self._choose_state(form, "ts")
            self.assertIn("Telangana", form.message)
            self.assertIn("only the national days", form.message)
        self.assertEqual({line["date"] for line in form.line_ids._records}, national)

    def test_a_state_that_was_merged_is_found(self):
        self.assertEqual(public_holidays.find_state("IN", "DN"), "DH")
        self.assertEqual(public_holidays.find_state("IN", "DD"), "DH")

    def test_every_state_of_odoo_is_known_or_said_not_to_be(self):
        for state in self.env.ref("base.in").state_ids:
            form = self._open_year()
            form.state_id = state
            self.assertGreater(len(form.line_ids), 2, state.name)

    def test_another_country_forgets_the_state(self):
        form = self._choose_state(self._open_year(), "ka")
        form.country_id = self.env.ref("base.mz")
        self.assertFalse(form.state_id)
        self.assertFalse(form.has_states)

    def test_names_are_in_the_language_of_the_reader_when_known(self):
        for language, name in (
            ("en_US", "Republic Day"),
            ("hi_IN", "गणतंत्र दिवस"),
            ("fr_BE", "Republic Day"),
        ):
            days = public_holidays.get_holidays("IN", None, [2026], language)
            names = {holiday.day: holiday.name for holiday in days}
            self.assertEqual(names[date(2026, 1, 26)], name)

    def test_a_day_that_hangs_on_the_moon_is_marked(self):
        days = public_holidays.get_holidays("AE", None, [2035], "en_US")
        marked = [holiday for holiday in days if holiday.is_estimated]
        self.assertTrue(marked)
        self.assertNotIn("estimated", "".join(holiday.name for holiday in marked))
        self.assertFalse(
            next(h for h in days if h.day == date(2035, 1, 1)).is_estimated
        )

    def test_years_the_wrong_way_round_are_told(self):
        form = self._open()
        form.year_to = 2025
        self.assertIn("a first and a last year", form.message)
        self.assertFalse(len(form.line_ids))

    def test_only_the_administrator_imports(self):
        for role in ("l1", "l2", "l3", "operations", "admin"):
            wizards = self.env["digit.schedule.holidays"].with_user(
                getattr(self, f"user_{role}")
            )
            self.assertEqual(wizards.has_access("create"), role == "admin", role)


@tagged("post_install", "-at_install")
class TestHolidaysWithoutPackage(ScheduleHolidaysCommon):
    def test_the_wizard_says_what_to_install(self):
        with patch.object(public_holidays, "holidays", None):
            form = self._open()
            self.assertIn("holidays==", form.message)
            self.assertFalse(len(form.line_ids))


@tagged("post_install", "-at_install")
class TestHolidayWarning(DigitSlaCommon):
    """A holiday without a schedule closes them all: who enters one is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_calendar("Evening", "Asia/Kolkata", [(0, 12, 21)])
        cls.policy_other = cls.policy.copy({"resource_calendar_id": cls.other.id})
        cls.policy_other.programme_id = cls.env["digit.programme"].create(
            {"name": "MUKTASoft", "scheme_id": cls.scheme.id}
        )

    def _create_holiday(self, **vals):
        return (
            self.env["resource.calendar.leaves"]
            .with_user(self.user_admin)
            .create(
                {
                    "name": "Holiday",
                    "date_from": "2026-11-23 18:30:00",
                    "date_to": "2026-11-24 18:29:59",
                    **vals,
                }
            )
        )

    def test_it_names_the_schedules_and_their_programmes(self):
        warning = self._create_holiday().sla_warning
        self.assertIn("Office (Urban)", warning)
        self.assertIn("Evening (MUKTASoft)", warning)

    def test_a_schedule_of_its_own_silences_it(self):
        self.assertFalse(self._create_holiday(calendar_id=self.calendar.id).sla_warning)

    def test_the_schedule_lists_what_closes_it(self):
        own = self._create_holiday(calendar_id=self.calendar.id)
        everywhere = self._create_holiday()
        elsewhere = self._create_holiday(calendar_id=self.other.id)
        action = self.calendar.with_user(self.user_admin).action_open_sla_holidays()
        found = self.env["resource.calendar.leaves"].search(action["domain"])
        self.assertEqual(found & (own | everywhere | elsewhere), own | everywhere)

    def test_it_comes_while_typing(self):
        form = Form(
            self._create_holiday(calendar_id=self.calendar.id),
            "resource.resource_calendar_leave_form",
        )
        form.calendar_id = self.env["resource.calendar"]
        self.assertIn("Evening (MUKTASoft)", form.sla_warning)

    def test_working_time_closes_nothing(self):
        self.assertFalse(self._create_holiday(time_type="other").sla_warning)

    def test_one_schedule_alone_needs_no_warning(self):
        self.policy_other.active = False
        self.assertFalse(self._create_holiday().sla_warning)

    def test_it_tells_that_no_schedule_would_close(self):
        (self.calendar | self.other).company_id = False
        self.assertIn("stops no clock", self._create_holiday().sla_warning)
        self.env["digit.sla.policy"].search([]).active = False
        self.assertFalse(self._create_holiday().sla_warning)

    def test_schedules_of_another_company_are_not_named(self):
        self.other.company_id = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(self._create_holiday().sla_warning)

    def test_many_are_read_at_the_cost_of_one(self):
        leaves = self._create_holiday()
        for _number in range(9):
            leaves |= self._create_holiday()
        self.env.flush_all()
        counts = []
        for batch in (leaves[:1], leaves[:1], leaves):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch.mapped("sla_warning")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])  # the first one warms up

    def test_an_agent_cannot_enter_a_public_holiday(self):
        with self.assertRaises(AccessError):
            self.env["resource.calendar.leaves"].with_user(self.user_l1).create(
                {"name": "Mine", "date_from": "2026-11-23", "date_to": "2026-11-24"}
            )
