from lxml import etree

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .common_escalation import EscalationCommon

MODELS = (
    "digit.escalation.policy",
    "digit.escalation.step",
    "digit.escalation.contact",
)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestEscalationSetup(EscalationCommon):
    """What an administrator reads and writes of policies and matrices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.escalation = cls.escalation.with_user(cls.user_admin)
        cls.step = cls.step.with_user(cls.user_admin)

    def _refuse(self, words, **vals):
        with self.assertRaisesRegex(ValidationError, words):
            self._create_step(**{"notify_team_lead": False, **vals})

    def test_the_tabs_of_a_programme_are_in_the_order_of_setting_up(self):
        view = self.programme.get_view(view_type="form")
        pages = etree.fromstring(view["arch"]).findall(".//page")
        self.assertEqual(
            [page.get("name") for page in pages],
            [
                "description",
                "teams",
                "levels",
                "categories",
                "routing",
                "sla",
                "escalation",
                "escalation_matrix",
            ],
        )

    # ---------------------------------------------------
    # The sentence
    # ---------------------------------------------------

    def test_a_step_is_a_sentence(self):
        self.assertEqual(
            self.step.sentence,
            "Response, 75 % of the time used: tells the team's lead by inbox.",
        )

    def test_the_sentence_tells_all_that_a_step_does(self):
        role = self.env["digit.contact.role"].create({"name": "SPOC"})
        self.step.write(
            {
                "metric": False,
                "severity_ids": [Command.set((self.p1 | self.p2).ids)],
                "trigger": "after",
                "minutes": 90,
                "repeat_minutes": 30,
                "matrix_rank": 2,
                "by_mail": True,
                "raise_severity": True,
                "hand_up": True,
                "reassign_user_id": self.user_l3.id,
                "contact_role_ids": [Command.set(role.ids)],
                "partner_message": "We are late.",
            }
        )
        self.assertEqual(
            self.step.sentence,
            "Any promise, P1 or P2, 1 h 30 min of working time after the deadline: "
            "tells the team's lead, level 2 of the escalation matrix by inbox, mail; "
            "again every 30 min of working time until somebody takes care; raises the "
            "severity; hands up a support level; "
            f"reassigns to {self.user_l3.name}; tells the deployment's SPOC; writes to "
            "the reporter.",
        )

    # ---------------------------------------------------
    # What does not work
    # ---------------------------------------------------

    def test_person_who_has_left_is_shown_as_such(self):
        self.step.user_ids = self.user_l2
        self.user_l2.sudo().active = False
        self.step.invalidate_recordset()
        self.assertIn(f"{self.user_l2.name} has left", self.step.warning)

    def test_only_person_who_has_left_gives_way_to_the_last_resort(self):
        self.step.write({"notify_team_lead": False, "user_ids": self.user_l2.ids})
        self.user_l2.sudo().active = False
        ticket = self._create_p1(team_id=self.team.id)
        self._run_job("07:30:00")
        self.assertEqual(
            self._get_tasks(ticket).notified_user_ids, self.user_operations
        )

    def test_level_without_anybody_is_told(self):
        self.step.matrix_rank = 2
        self.assertIn("Nobody stands at level 2", self.step.warning)
        self._create_contact(rank=2)
        self.step.invalidate_recordset()
        self.assertFalse(self.step.warning)

    def test_role_that_nobody_has_is_told(self):
        role = self.env["digit.contact.role"].create({"name": "SPOC"})
        self.step.contact_role_ids = role
        self.assertIn("SPOC", self.step.warning)
        self.asha.partner_id.contact_role_ids = role
        self.env.invalidate_all()
        self.assertFalse(self.step.warning)

    def test_step_that_does_nothing_is_refused(self):
        self._refuse("does nothing")

    def test_step_that_tells_in_no_way_is_refused(self):
        self._refuse("no way", notify_team_lead=True, by_inbox=False)

    def test_step_that_repeats_and_tells_nobody_is_refused(self):
        self._refuse("nobody who could", raise_severity=True, repeat_minutes=30)

    def test_step_that_only_changes_is_accepted(self):
        self.assertTrue(self._create_step(by_inbox=False, raise_severity=True))

    def test_portal_user_is_refused(self):
        self._refuse("portal", user_ids=[Command.set(self.asha.ids)])
        with self.assertRaisesRegex(ValidationError, "portal"):
            self._create_contact(user_id=self.asha.id)

    def test_deployment_of_another_programme_is_refused(self):
        other = self.programme.copy()
        with self.assertRaisesRegex(ValidationError, "is a deployment of Urban"):
            self._create_contact(
                programme_id=other.id, deployment_id=self.deployment.id
            )
        with self.assertRaisesRegex(ValidationError, "is a deployment of Urban"):
            self.escalation.write(
                {"programme_id": other.id, "deployment_id": self.deployment.id}
            )

    # ---------------------------------------------------
    # The matrix
    # ---------------------------------------------------

    def _create_contact(self, **vals):
        return (
            self.env["digit.escalation.contact"]
            .with_user(self.user_admin)
            .create({"programme_id": self.programme.id, "name": "Lead", **vals})
        )

    def test_matrix_is_entered_on_the_programme_and_on_the_deployment(self):
        for record in (self.programme, self.deployment):
            with Form(record.with_user(self.user_admin)) as form:
                with form.escalation_contact_ids.new() as line:
                    line.name = "Support Lead"
        self.assertEqual(
            self.programme.escalation_contact_ids.mapped("deployment_id"),
            self.deployment,
        )
        self.assertEqual(len(self.programme.escalation_contact_ids), 2)

    def test_steps_are_entered_on_the_policy(self):
        with Form(self.escalation) as form:
            with form.step_ids.new() as step:
                step.share = 100
                step.notify_team = True
        self.assertIn("100 %", self.escalation.step_ids[-1].sentence)

    def test_person_gives_the_details_which_stay_editable(self):
        contact = self._create_contact(user_id=self.user_l3.id, phone="+91 80 5550")
        self.assertEqual(contact.email, "l3@egov.example.com")
        self.assertEqual(contact.phone, "+91 80 5550")
        contact.email = "lead@egov.example.com"
        self.assertEqual(contact.email, "lead@egov.example.com")

    def test_person_who_is_not_there_is_shown_as_such(self):
        contact = self._create_contact(user_id=self.user_l3.id)
        self.assertFalse(contact.person_state)
        self.user_l3.sudo().active = False
        contact.invalidate_recordset()
        self.assertEqual(contact.person_state, "has left")

    # ---------------------------------------------------
    # Access
    # ---------------------------------------------------

    def test_only_the_administrator_sets_escalations(self):
        for role in ("l1", "l2", "l3", "operations", "admin"):
            user = getattr(self, f"user_{role}")
            for model in MODELS:
                with self.subTest(role=role, model=model):
                    records = self.env[model].with_user(user)
                    self.assertTrue(records.has_access("read"))
                    for operation in ("write", "create", "unlink"):
                        self.assertEqual(records.has_access(operation), role == "admin")

    def test_server_actions_are_for_the_system_administrator(self):
        self.assertIn(
            "sentence",
            self.step.get_views([(False, "form")])["models"]["digit.escalation.step"][
                "fields"
            ],
        )
        with self.assertRaises(AccessError):
            self.step.action_ids = False

    def test_partners_read_none_of_it(self):
        for model in MODELS:
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[model].with_user(self.asha).search([])

    def test_programmes_of_the_documents_have_policies_that_work(self):
        for name in ("urban", "mukta", "hcm"):
            policy = self.env.ref(f"digit_sla.digit_escalation_policy_{name}")
            with self.subTest(name):
                self.assertTrue(policy.note)
                self.assertFalse(any(policy.step_ids.mapped("warning")))
