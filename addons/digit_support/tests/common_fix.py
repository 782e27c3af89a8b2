from datetime import date

from odoo.tests import freeze_time

from .common_mail import DigitMailCommon

# Tuesday; the registry below is told as of this day
TODAY = "2026-03-10 09:00:00"


@freeze_time(TODAY)
class DigitFixCommon(DigitMailCommon):
    """S1's example: billing 2.5.56 runs in Punjab, 3.2.15 is the latest.

    Odisha runs 3.2.15, and 1.9.0 is out of support. Asha reads English, Chitra Hindi.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("hi_IN")
        cls.chitra.lang = "hi_IN"
        cls.billing = cls.env["digit.service"].create({"name": "Billing"})
        cls.v1, cls.v2, cls.v3 = (
            cls._create_version(name, day)
            for name, day in (
                ("1.9.0", date(2022, 1, 3)),
                ("2.5.56", date(2024, 1, 1)),
                ("3.2.15", date(2025, 9, 1)),
            )
        )
        cls.production = cls._create_environment(cls.deployment, cls.v2)
        cls.production_odisha = cls._create_environment(cls.deployment_odisha, cls.v3)

    def setUp(self):
        super().setUp()
        self.enterContext(freeze_time(TODAY))

    @classmethod
    def _create_version(cls, name, day=False, service=None, **vals):
        return cls.env["digit.service.version"].create(
            {
                "service_id": (service or cls.billing).id,
                "name": name,
                "release_date": day,
                **vals,
            }
        )

    @classmethod
    def _create_environment(cls, deployment, versions):
        environment = cls.env["digit.environment"].create(
            {"name": "Production", "deployment_id": deployment.id}
        )
        cls.env["digit.installation"].create(
            [
                {"environment_id": environment.id, "version_id": version.id}
                for version in versions
            ]
        )
        return environment

    @classmethod
    def _create_bug(cls, version=None, reporter=None, **vals):
        return cls._create_ticket(
            reporter,
            kind="bug",
            team_id=cls.team.id,
            service_id=cls.billing.id,
            version_id=(version or cls.v2).id,
            **vals,
        )

    @classmethod
    def _confirm(cls, ticket, user=None, **vals):
        """Confirm a bug as an L2 executive does: the fix."""
        wizard = (
            cls.env["digit.bug.confirm"]
            .with_user(user or cls.user_l2)
            .create({"ticket_id": ticket.id, **vals})
        )
        wizard.action_confirm()
        return ticket.fix_id

    @classmethod
    def _get_line(cls, fix, major):
        return fix.line_ids.filtered(lambda line: line.major == major)

    def _send_notices(self):
        """Run the job that sends; the mails to partners that it made."""
        made = [("model", "=", "digit.notice")]
        before = self.env["mail.mail"].search(made)
        self.env["digit.notice"].search(
            [("state", "=", "queued")]
        )._send_or_keep_error()
        return self.env["mail.mail"].search(made) - before

    @classmethod
    def _get_told(cls, ticket):
        """What the reporter was told on the ticket by itself."""
        return ticket.message_ids.filtered(
            lambda message: (
                message.message_type == "auto_comment"
                and "reference number" not in message.body
            )
        )
