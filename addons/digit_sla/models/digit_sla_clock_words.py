from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.tools import format_date, format_datetime

from ..tools import clock as core
from ..tools import term as terms
from ..tools import timeline as pictures
from .digit_sla_clock import aware, naive

HOUR = 3600
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)

# How many closed hours or holidays a sentence names.
MAX_TOLD = 3


class DigitSlaClock(models.Model):
    """Why a clock is due when it is: the sentence of its picture.

    It is told in the zone of the schedule, and from the ledger alone: no causes, no
    persons, so that a partner may read it.
    """

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.sla.clock"

    def _explain(self):
        """Why this clock is due when it is.

        :return: as in "due Tue 24 Nov 11:30 IST: 4 business hours from Mon 23 Nov
            16:30; closed 18:00-09:00", in the language of the environment
        """
        self.ensure_one()
        clock = self.sudo()  # it tells no more than the figures of the clock do
        return clock._tell(clock._get_picture(fields.Datetime.now()).segments)

    def _tell_next(self, now):
        """What comes next if nobody acts; empty when nothing does.

        :param now: a naive UTC datetime
        """
        self.ensure_one()
        metric = dict(self._fields["metric"]._description_selection(self.env))
        tell = self.ticket_id._format_sla_moment
        if self.status != core.RUNNING or not self.deadline or self.deadline < now:
            return ""
        late = tell(self.deadline, self._get_tz())
        if self.risk_date > now:
            return self.env._(
                "%(metric)s: at risk %(risk)s, late %(late)s.",
                metric=metric[self.metric],
                risk=tell(self.risk_date, self._get_tz()),
                late=late,
            )
        return self.env._(
            "%(metric)s: late %(late)s.", metric=metric[self.metric], late=late
        )

    def _get_picture(self, now):
        """The segments and marks of this clock, see ``tools/timeline.py``."""
        self.ensure_one()
        regular = {
            schedule._get_hours(): schedule._get_regular_hours()
            for schedule in self.event_ids.mapped(lambda event: event.schedule_id)
        }
        regular[core.ROUND_THE_CLOCK] = core.ROUND_THE_CLOCK
        return pictures.explain(self.event_ids._to_core(), aware(now), regular)

    def _tell(self, segments):
        if self.deadline:
            segments = [s for s in segments if s.start < aware(self.deadline)]
        promise = self.env._(
            "%(outcome)s: %(amount)s from %(start)s",
            outcome=self._tell_outcome(),
            amount=self._tell_amount(),
            start=self._format_local(self._get_counted_from()),
        )
        parts = (
            promise,
            self._tell_handovers(),
            self._tell_closed(segments),
            self._tell_holidays(segments),
            self._tell_stops(segments),
        )
        return "; ".join(filter(None, parts))

    def _get_counted_from(self):
        """When it began, or was last begun anew."""
        restarts = self.event_ids.sorted("id").filtered(
            lambda event: event.kind == core.RESTART
        )
        return restarts[-1:].moment or self.started

    def _tell_handovers(self):
        """When it began to count in the hours of another support level."""
        begin = self._get_counted_from()
        moments = [
            self._format_local(event.moment)
            for event in self.event_ids.sorted("id")
            if event.kind == core.HANDOVER and event.moment > begin
        ]
        return moments and self.env._(
            "handed over %(moments)s", moments=self._join(moments)
        )

    def _tell_outcome(self):
        due = self.deadline and self._format_moment(self.deadline)
        reached = self.reached_date and self._format_moment(self.reached_date)
        if due and reached:
            return self._tell_reached(due, reached)
        if reached:
            return self.env._("met %(reached)s", reached=reached)
        if due and self.state == core.BREACHED:
            return self.env._("was due %(due)s", due=due)
        if due:
            return self.env._("due %(due)s", due=due)
        left = max(self.budget - self.consumed, 0)
        left = self._format_duration(left, has_days=False)
        if self.status == core.STOPPED:
            return self.env._("stopped with %(left)s left", left=left)
        return self.env._("paused with %(left)s left", left=left)

    def _tell_reached(self, due, reached):
        if self.status == core.MET:
            return self.env._("met %(reached)s, due %(due)s", reached=reached, due=due)
        return self.env._(
            "was due %(due)s, reached %(reached)s", due=due, reached=reached
        )

    def _tell_amount(self):
        """The promise, in the unit in which it was made if it is still the same."""
        target = self.target_id
        if target.unit == terms.BUSINESS_DAYS and target.budget == self.budget:
            unit, amount = target.unit, target.amount
        else:
            amount = round(self.budget / HOUR, 2)
            unit = terms.BUSINESS_HOURS if self.schedule_id else terms.ELAPSED_HOURS
        return target._tell_time(unit, amount)

    def _tell_closed(self, segments):
        """The hours between working time, as far as they are seen from end to end."""
        working = (*pictures.TO_SCALE, pictures.HOLIDAY)
        texts = []
        neighbours = zip([None, *segments], segments, segments[1:], strict=False)
        for before, segment, after in neighbours:
            if segment.kind == pictures.CLOSED and after.kind in working:
                if not before:
                    opens = self._format_local(naive(segment.stop), "EEE HH:mm")
                    texts.append(self.env._("until %(opens)s", opens=opens))
                elif before.kind in working:
                    texts.append(self._format_range(segment))
        hours = self._join(texts)
        return hours and self.env._("closed %(hours)s", hours=hours)

    def _tell_holidays(self, segments):
        """Each holiday, and the hours of a day that are closed like one."""
        texts = []
        for segment in segments:
            if segment.kind == pictures.HOLIDAY:
                texts += self._tell_holiday(segment)
        return self._join(texts)

    def _tell_holiday(self, segment):
        zone = ZoneInfo(self._get_tz())
        day, last = (
            moment.astimezone(zone).date()
            for moment in (segment.start, segment.stop - SECOND)
        )
        holidays = self._get_holidays()
        days = (day + timedelta(number) for number in range((last - day).days + 1))
        texts = [
            self.env._("%(day)s is a holiday", day=self._format_day(holiday))
            for holiday in days
            if holiday.isoformat() in holidays
        ]
        hours = self._format_range(segment)
        return texts or [
            self.env._(
                "%(day)s is closed %(hours)s", day=self._format_day(day), hours=hours
            )
        ]

    def _get_holidays(self):
        """The ISO dates of the holidays of each schedule that it counts in."""
        definitions = self.event_ids.schedule_id.mapped("definition")
        return {day for definition in definitions for day in definition["holidays"]}

    def _tell_stops(self, segments):
        """How long it stood, by the wall clock, before it went on."""
        paused, stopped = (
            sum(segment.seconds for segment in segments if segment.kind == kind)
            for kind in (pictures.PAUSED, pictures.STOPPED)
        )
        texts = []
        if paused:
            time = self._format_duration(paused)
            texts.append(self.env._("paused %(time)s while waiting", time=time))
        if stopped and not self.reached_date:
            time = self._format_duration(stopped)
            texts.append(self.env._("stopped %(time)s before reopening", time=time))
        return "; ".join(texts)

    # ---------------------------------------------------
    # Formats
    # ---------------------------------------------------

    def _format_local(self, moment, pattern="EEE d MMM HH:mm"):
        """A naive UTC ``moment`` on the wall clock of the schedule."""
        return format_datetime(self.env, moment, tz=self._get_tz(), dt_format=pattern)

    def _format_moment(self, moment):
        zone = aware(moment).astimezone(ZoneInfo(self._get_tz())).tzname()
        return f"{self._format_local(moment)} {zone}"

    def _format_day(self, day):
        return format_date(self.env, day, date_format="EEE d MMM")

    def _format_range(self, segment):
        """From when to when, with the days where it is longer than one."""
        pattern = "HH:mm" if segment.stop - segment.start < DAY else "EEE HH:mm"
        start, stop = (
            self._format_local(naive(moment), pattern)
            for moment in (segment.start, segment.stop)
        )
        return f"{start}-{stop}"

    def _format_duration(self, seconds, has_days=True):
        """Its two largest parts of days of 24 hours, hours and minutes.

        :param has_days: no for working time, of which no day has 24 hours
        """
        minutes = int(seconds) // 60
        days, rest = divmod(minutes, 1440) if has_days else (0, minutes)
        numbers = (days, rest // 60, rest % 60)
        parts = [
            self.env._("%(number)s d", number=numbers[0]),
            self.env._("%(number)s h", number=numbers[1]),
            self.env._("%(number)s min", number=numbers[2]),
        ]
        told = [text for text, number in zip(parts, numbers, strict=True) if number]
        return " ".join(told[:2]) or parts[-1]

    def _join(self, texts):
        """The first few different ``texts``."""
        different = list(dict.fromkeys(texts))
        more = ["…"] if len(different) > MAX_TOLD else []
        return ", ".join(different[:MAX_TOLD] + more)
