from datetime import timedelta

from odoo import fields

from .ticket_form import to_text

MAX_NOTE = 200
MAX_MINUTES = 24 * 60
MAX_DAYS = 365


class TimeForm:
    """The minutes that somebody spent. Only the names below are ever read."""

    names = ("minutes", "other", "note", "date")

    def __init__(self, env, params):
        self.env = env
        self.values = {name: to_text(params.get(name)) for name in self.names}
        self.errors = {}

    @property
    def today(self):
        return fields.Date.context_today(self.env.user)

    @property
    def minutes(self):
        """What the button says, else what was typed; 0 for anything else."""
        typed = self.values["minutes"] or self.values["other"]
        is_number = typed.isascii() and typed.isdigit() and len(typed) <= 4
        minutes = int(typed) if is_number else 0
        return minutes if minutes <= MAX_MINUTES else 0

    @property
    def date(self):
        """The day that was typed, today if none; None for anything else."""
        if not self.values["date"]:
            return self.today
        try:
            date = fields.Date.to_date(self.values["date"])
        except ValueError:
            return None
        return date if timedelta() <= self.today - date < timedelta(MAX_DAYS) else None

    def validate(self):
        """Whether there is something to enter; if not, ``errors`` says why."""
        self.errors = {}
        if not self.minutes:
            self.errors["minutes"] = self.env._(
                "Enter whole minutes, from 1 to %(limit)s.", limit=MAX_MINUTES
            )
        if len(self.values["note"]) > MAX_NOTE:
            self.errors["note"] = self.env._(
                "At most %(limit)s characters, please.", limit=MAX_NOTE
            )
        if not self.date:
            self.errors["date"] = self.env._("Choose a day within the last year.")
        return not self.errors

    @property
    def entry_values(self):
        return {
            "minutes": self.minutes,
            "note": self.values["note"],
            "date": self.date,
        }
