from odoo.fields import Command

from odoo.addons.digit_support.tests.common import DigitSupportCommon


class DigitSlaCommon(DigitSupportCommon):
    """The world of DIGIT Support, with a promise.

    The office works in India, Monday to Friday, 9:00 to 18:00 (S1). P1 is answered
    within 4 hours, P2 within 1 day, P3 within 2 days.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls._create_calendar(
            "Office", "Asia/Kolkata", [(day, 9, 18) for day in range(5)]
        )
        cls.policy = cls.env["digit.sla.policy"].create(
            {
                "name": "Urban",
                "programme_id": cls.programme.id,
                "resource_calendar_id": cls.calendar.id,
                "target_ids": [
                    Command.create(
                        {"severity_id": severity.id, "amount": amount, "unit": unit}
                    )
                    for severity, amount, unit in (
                        (cls.p1, 4, "business_hours"),
                        (cls.p2, 1, "business_days"),
                        (cls.p3, 2, "business_days"),
                    )
                ],
            }
        )
        cls.stage_progress, cls.stage_waiting, cls.stage_done = (
            cls.env.ref(f"helpdesk_mgmt.helpdesk_ticket_stage_{name}")
            for name in ("in_progress", "awaiting", "done")
        )

    @classmethod
    def _get_target(cls, severity, metric="response"):
        return cls.policy.target_ids.filtered(
            lambda t: t.severity_id == severity and t.metric == metric
        )

    @classmethod
    def _create_calendar(cls, name, tz, attendances):
        """A calendar of (weekday, from, to), Monday being 0."""
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": tz,
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": "Work",
                                "dayofweek": str(day),
                                "hour_from": start,
                                "hour_to": stop,
                                "day_period": "full_day",
                            }
                        )
                        for day, start, stop in attendances
                    ),
                ],
            }
        )

    @classmethod
    def _create_p1(cls, **vals):
        """A ticket with severity P1: 4 business hours."""
        return cls._create_ticket(
            impact_id=cls.impacts["high"].id,
            urgency_id=cls.urgencies["high"].id,
            **vals,
        )

    def _reply(self, ticket, user, **kwargs):
        """A message that the reporter can read, unless told otherwise."""
        return ticket.with_user(user).message_post(
            **{
                "body": "We look into it.",
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_comment",
                **kwargs,
            }
        )

    def _get_history(self, ticket):
        return ticket.clock_ids.event_ids.mapped("kind")
