from datetime import datetime, timezone

from odoo import api, fields, models

from ..tools import clock as core
from ..tools import timeline as pictures
from .digit_sla_clock import aware, naive

PORTAL_MARKS = (core.START, pictures.DEADLINE, core.MEET)


class DigitSlaClock(models.Model):
    """A clock as a picture."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.sla.clock"

    timeline = fields.Json(
        string="Time Line",
        compute="_compute_timeline",
        # the events and the schedule are not for everybody who sees the clock
        compute_sudo=True,
        exportable=False,
    )

    @api.depends("event_ids", "state")
    @api.depends_context("lang")
    def _compute_timeline(self):
        now = fields.Datetime.now()
        self.timeline = False
        # a clock that an open form only thinks of has no history
        for clock in self.filtered("id"):
            clock.timeline = clock._get_timeline(now)

    def _get_timeline(self, now):
        """What a picture of this clock needs: nothing that a partner may not know.

        Moments are in seconds since 1970, places in percent of the picture.

        :return: {"sentence", "tz" of the schedule, "now", "waiting", "segments": a list
            of {"kind", "label", "start", "stop", "share"}, "marks": a list of {"kind",
            "label", "moment", "place"}}
        """
        self.ensure_one()
        picture = self._get_picture(now)
        return {
            "sentence": self._tell(picture.segments),
            "tz": self._get_tz(),
            "now": _to_seconds(aware(now)),
            "waiting": self.status != core.STOPPED and not self.reached_date,
            "segments": self._get_timeline_segments(picture),
            "marks": self._get_timeline_marks(picture),
        }

    def _get_portal_timeline(self):
        """The picture without scripts, its moments in the zone of the schedule.

        :return: {"segments": a list of {"kind", "label", "share", "title"}, "marks": a
            list of {"kind", "label", "place", "title"}, "kinds": the labels of those
            of the segments}; there may be no segments
        """
        self.ensure_one()
        timeline = self.timeline
        return {
            "segments": [
                {**segment, "title": self._get_segment_title(segment)}
                for segment in timeline["segments"]
            ],
            "marks": [
                {**mark, "title": self._format_seconds(mark["moment"])}
                for mark in timeline["marks"]
                if mark["kind"] in PORTAL_MARKS
            ],
            "kinds": {
                segment["kind"]: segment["label"] for segment in timeline["segments"]
            },
        }

    def _get_segment_title(self, segment):
        start, stop = (
            self._format_seconds(segment[name]) for name in ("start", "stop")
        )
        return f"{segment['label']}: {start} – {stop}"

    def _format_seconds(self, seconds):
        return self._format_local(naive(datetime.fromtimestamp(seconds, timezone.utc)))

    def _get_timeline_segments(self, picture):
        labels = self._get_segment_labels()
        shares = pictures.get_shares(picture.segments)
        return [
            {
                "kind": segment.kind,
                "label": labels[segment.kind],
                "start": _to_seconds(segment.start),
                "stop": _to_seconds(segment.stop),
                "share": round(share, 3),
            }
            for segment, share in zip(picture.segments, shares, strict=True)
        ]

    def _get_timeline_marks(self, picture):
        labels = self._get_mark_labels()
        return [
            {
                "kind": mark.kind,
                "label": labels[mark.kind],
                "moment": _to_seconds(mark.moment),
                "place": round(pictures.locate(mark.moment, picture.segments), 3),
            }
            for mark in picture.marks
        ]

    @api.model
    def _get_segment_labels(self):
        return {
            pictures.OPEN: self.env._("Working time"),
            pictures.CLOSED: self.env._("Closed"),
            pictures.HOLIDAY: self.env._("Holiday"),
            pictures.PAUSED: self.env._("Paused"),
            pictures.STOPPED: self.env._("Not counted"),
            pictures.LATE: self.env._("Late"),
            pictures.SPARE: self.env._("Not needed"),
        }

    @api.model
    def _get_mark_labels(self):
        return {
            core.START: self.env._("Started"),
            core.RETARGET: self.env._("New target"),
            core.HANDOVER: self.env._("Handed over"),
            core.RESTART: self.env._("Counted anew"),
            core.BREACH: self.env._("Breached"),
            core.MEET: self.env._("Reached"),
            pictures.DEADLINE: self.env._("Due"),
        }


def _to_seconds(moment):
    return int(moment.timestamp())
