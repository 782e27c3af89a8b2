import hashlib
import json
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

from ..tools.business_hours import BusinessHours
from ..tools.clock import ROUND_THE_CLOCK

# Before and after anything that is counted.
BEGINNING = datetime(1900, 1, 1, tzinfo=timezone.utc)
END = datetime(9999, 12, 31, tzinfo=timezone.utc)


class DigitSlaSchedule(models.Model):
    """A working schedule as it was at some time, never changed again.

    The events of a clock point to it, so that they can be replayed when the schedule
    itself has long been edited. One record for each different content.
    """

    _name = "digit.sla.schedule"
    _description = "Working Schedule Snapshot"
    _order = "id"

    calendar_id = fields.Many2one("resource.calendar", index=True, ondelete="set null")
    definition = fields.Json(required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True)

    _digest_unique = models.UniqueIndex("(calendar_id, digest)")

    @api.model
    def _get_or_create(self, calendar, definition):
        """The snapshot of ``calendar`` with this content.

        :param definition: {"tz", "week", "holidays", "closures"}, see
            ``resource.calendar._get_sla_definitions``, and perhaps "window", see
            ``digit.sla.policy._refresh_schedule``
        """
        content = json.dumps(definition, sort_keys=True)
        digest = hashlib.sha256(content.encode()).hexdigest()
        return self.search(
            [("calendar_id", "=", calendar.id), ("digest", "=", digest)], limit=1
        ) or self.create(
            {
                "calendar_id": calendar.id,
                "definition": definition,
                "digest": digest,
            }
        )

    def _get_hours(self):
        """The business hours of this snapshot; of none, round the clock."""
        return self._get_compiled_hours() if self else ROUND_THE_CLOCK

    @ormcache("self.id")
    def _get_compiled_hours(self):
        # a snapshot does not change, so neither does what is cached
        self.ensure_one()
        return self._compile(self.definition)

    def _get_regular_hours(self):
        """What these business hours would be without holidays."""
        return self._get_compiled_regular_hours() if self else ROUND_THE_CLOCK

    @ormcache("self.id")
    def _get_compiled_regular_hours(self):
        self.ensure_one()
        return self._compile({**self.definition, "holidays": [], "closures": []})

    @api.model
    def _compile(self, definition):
        """Business hours from a definition.

        :raises ValueError: in words, when the definition contradicts itself
        """
        closures = [
            tuple(
                datetime.fromisoformat(moment).replace(tzinfo=timezone.utc)
                for moment in closure
            )
            for closure in definition["closures"]
        ]
        return BusinessHours(
            definition["tz"],
            {int(day): windows for day, windows in definition["week"].items()},
            [date.fromisoformat(day) for day in definition["holidays"]],
            closures + self._get_window_closures(definition),
        )

    @api.model
    def _get_window_closures(self, definition):
        """What a programme's window of operation closes: before it and after it."""
        first, last = definition.get("window", [None, None])
        zone = ZoneInfo(definition["tz"])
        closures = []
        if first:
            opens = datetime.combine(date.fromisoformat(first), time(), zone)
            closures.append((BEGINNING, opens))
        if last:
            end = date.fromisoformat(last) + timedelta(1)
            closures.append((datetime.combine(end, time(), zone), END))
        return closures

    def write(self, vals):  # pylint: disable=method-required-super
        # the deletion of a calendar comes from the database itself
        raise UserError(
            self.env._("A snapshot of a working schedule cannot be changed.")
        )
