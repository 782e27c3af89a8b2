from datetime import date

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools import public_holidays

MAX_YEARS = 10


class DigitScheduleHolidays(models.TransientModel):
    """Public holidays of a country or State, looked at before a schedule has them."""

    _name = "digit.schedule.holidays"
    _description = "Import Public Holidays"

    calendar_id = fields.Many2one("resource.calendar", required=True)
    country_id = fields.Many2one(
        "res.country",
        compute="_compute_country_id",
        store=True,
        readonly=False,
        domain=lambda self: [("code", "in", public_holidays.get_countries())],
    )
    has_states = fields.Boolean(compute="_compute_has_states")
    state_id = fields.Many2one(
        "res.country.state",
        string="State or Province",
        compute="_compute_state_id",
        store=True,
        readonly=False,
        domain="[('country_id', '=', country_id)]",
    )
    year_from = fields.Integer(
        string="From", default=lambda self: fields.Date.context_today(self).year
    )
    year_to = fields.Integer(
        string="To", default=lambda self: fields.Date.context_today(self).year + 1
    )
    message = fields.Char(compute="_compute_message")
    is_all = fields.Boolean(
        string="Every Day", default=True, help="Untick to choose a few days only."
    )
    line_ids = fields.One2many(
        "digit.schedule.holidays.line",
        "wizard_id",
        string="Days",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("calendar_id")
    def _compute_country_id(self):
        for wizard in self:
            wizard.country_id = wizard._guess_country()

    @api.depends("country_id")
    def _compute_has_states(self):
        for wizard in self:
            wizard.has_states = public_holidays.has_states(wizard.country_id.code)

    @api.depends("country_id")
    def _compute_state_id(self):
        for wizard in self:
            if wizard.state_id.country_id != wizard.country_id:
                wizard.state_id = False

    @api.depends("country_id", "state_id", "year_from", "year_to")
    @api.depends_context("lang")
    def _compute_message(self):
        for wizard in self:
            wizard.message = wizard._find_message()

    @api.depends("calendar_id", "country_id", "state_id", "year_from", "year_to")
    def _compute_line_ids(self):
        for wizard in self:
            present = wizard._get_present_days()
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        wizard._prepare_line(holiday, holiday.day in present)
                    )
                    for holiday in wizard._get_holidays()
                ),
            ]

    @api.onchange("is_all")
    def _onchange_is_all(self):
        for line in self.line_ids:
            line.is_selected = self.is_all and not line.is_present

    def _guess_country(self):
        """The country of the schedule's zone, else of its company."""
        codes = [
            code
            for code, zones in pytz.country_timezones.items()
            if self.calendar_id.tz in zones
        ]
        company = self.calendar_id.company_id or self.env.company
        return (
            self.env["res.country"].search([("code", "in", codes)], limit=1)
            or company.country_id
        )

    def _find_message(self):
        """What there is to know about the days shown, in a sentence; or False."""
        if not public_holidays.is_installed():
            return self.env._(
                "Install the Python package %(package)s to import public holidays; "
                "without it, enter them by hand under Public Holidays.",
                package=public_holidays.PACKAGE,
            )
        if not self._get_years():
            return self.env._(
                "Enter a first and a last year, at most %(count)s years.",
                count=MAX_YEARS,
            )
        return self.has_states and self._find_state_message()

    def _find_state_message(self):
        country, state = self.country_id.code, self.state_id
        if not state:
            return self.env._(
                "Choose a State to add its own days to the national ones."
            )
        code = public_holidays.find_state(country, state.code)
        if code and public_holidays.has_own_days(country, code, self._get_years()):
            return False
        return self.env._(
            "No days of %(state)s itself are known: only the national days are "
            "shown. Add its own by hand.",
            state=state.name,
        )

    def _get_years(self):
        """The years asked for; none when they make no sense."""
        first, last = self.year_from, self.year_to
        if not date.min.year < first <= last < first + MAX_YEARS <= date.max.year:
            return range(0)
        return range(first, last + 1)

    def _get_holidays(self):
        country = self.country_id.code
        state = public_holidays.find_state(country, self.state_id.code)
        return public_holidays.get_holidays(
            country, state, self._get_years(), self.env.lang or "en_US"
        )

    def _get_present_days(self):
        """The dates on which the schedule is closed already."""
        calendar = self.calendar_id._origin
        leaves = calendar._get_sla_leaves().get(calendar)
        days = leaves._get_sla_closures(calendar.tz)[0] if leaves else ()
        return {date.fromisoformat(day) for day in days}

    def _prepare_line(self, holiday, is_present):
        return {
            "date": holiday.day,
            "name": holiday.name,
            "is_estimated": holiday.is_estimated,
            "is_present": is_present,
            "is_selected": self.is_all and not is_present,
        }

    def action_import(self):
        """Close the schedule on the chosen days; those already there stay as they are.

        :raises UserError: when nothing is left to import
        """
        self.ensure_one()
        present = self._get_present_days()
        lines = self.line_ids.filtered(
            lambda line: line.is_selected and line.date not in present
        )
        if not lines:
            raise UserError(
                self.env._("Choose at least one day that is not there yet.")
            )
        self.env["resource.calendar.leaves"].create(
            [line._prepare_leave() for line in lines]
        )
        return self._notify(len(lines))

    def _notify(self, count):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s public holidays added to %(schedule)s.",
                    count=count,
                    schedule=self.calendar_id.name,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
