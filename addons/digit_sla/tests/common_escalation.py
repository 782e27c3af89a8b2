from odoo.tests import freeze_time

from .common import DigitSlaCommon


class EscalationCommon(DigitSlaCommon):
    """A P1 is answered within 4 business hours, 9:00 to 18:00 in India.

    The policy is three weeks old and has one step: at 75 % of a response, the lead of
    the ticket's team is told. The last resort is the operations manager.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.user_id = cls.user_l3
        with freeze_time("2026-11-02 03:30:00"):  # Monday, 9:00 in India
            cls.escalation = cls.env["digit.escalation.policy"].create(
                {
                    "name": "Urban",
                    "programme_id": cls.programme.id,
                    "last_resort_id": cls.user_operations.id,
                }
            )
            cls.step = cls._create_step(
                metric="response", share=75, notify_team_lead=True
            )

    @classmethod
    def _create_step(cls, **vals):
        return cls.env["digit.escalation.step"].create(
            {"policy_id": cls.escalation.id, **vals}
        )

    def _run_job(self, moment=None, name="escalate"):
        """The job as the scheduler runs it, at a moment of Monday the 23rd (UTC)."""
        cron = self.env.ref(f"digit_sla.ir_cron_{name}")
        now = f"2026-11-23 {moment}" if moment else None
        with self.enter_registry_test_mode():
            if now:
                with freeze_time(now):
                    cron.method_direct_trigger()
            else:
                cron.method_direct_trigger()

    def _get_tasks(self, ticket):
        return ticket.escalation_task_ids.sorted("id")

    def _get_told(self, ticket, subject="Escalation"):
        """Who was told about a ticket: (person, way) of each message."""
        notifications = self.env["mail.notification"].search(
            [
                ("mail_message_id.model", "=", "helpdesk.ticket"),
                ("mail_message_id.res_id", "=", ticket.id),
                ("mail_message_id.subject", "like", subject),
            ]
        )
        return [
            (notification.res_partner_id, notification.notification_type)
            for notification in notifications.sorted("id")
        ]
