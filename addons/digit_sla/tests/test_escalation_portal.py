from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.digit_support.tests.common_mass import MassAssignment
from odoo.addons.digit_support.tests.common_portal import PortalCommon

from .common_escalation import EscalationCommon

CANARY = "canary-of-the-inside"
# All that may change of a ticket that is escalated.
ESCALATED = {"partner_escalation_date", "escalation_task_ids"}
ESCALATED |= {"message_ids", "access_token"}


@tagged("post_install", "-at_install")
class TestEscalationPortal(MassAssignment, EscalationCommon, PortalCommon):
    """A partner escalates a ticket of their own, and is told who was called."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_l3.name = "Ravi"
        cls.user_operations.name = "Meera"
        cls.env["digit.escalation.contact"].create(
            [
                {
                    "programme_id": cls.programme.id,
                    "rank": rank,
                    "name": name,
                    "user_id": user.id,
                    "when": f"When of {name}",
                    "phone": f"+91 80 000{rank}",
                }
                for rank, name, user in (
                    (1, "Support Lead", cls.user_l3),
                    (2, "Programme Manager", cls.user_operations),
                )
            ]
        )
        cls.ticket = cls._create_p1(team_id=cls.team.id)

    def _escalate(self, user=None, ticket=None, **data):
        self._login(user or self.asha)
        return self._post(
            f"/my/ticket/{(ticket or self.ticket).id}/escalate",
            **{"reason": "They queue up.", **data},
        )

    def _get_page(self, user=None, url=None):
        self._login(user or self.asha)
        return self.url_open(url or f"/my/ticket/{self.ticket.id}").text

    def _see(self, text, page):
        self.assertTrue(text in page, f"{text!r} is not on the page")

    def _see_no(self, text, page):
        self.assertFalse(text in page, f"{text!r} is on the page")

    def _get_calls(self):
        self.env.invalidate_all()
        return self.ticket.escalation_task_ids.filtered(lambda t: t.origin == "partner")

    # ---------------------------------------------------
    # Escalate
    # ---------------------------------------------------

    def test_partner_escalates_and_is_told_who_was_called(self):
        self._see("Escalate now", self._get_page())
        self.assertEqual(self._escalate().status_code, 302)
        self.assertRecordValues(
            self._get_calls(),
            [
                {
                    "reason": "They queue up.",
                    "requested_by_id": self.asha.id,
                    "notified_user_ids": self.user_l3.ids,
                    "state": "done",
                }
            ],
        )
        page = self._get_page()
        self._see("Called: Support Lead (Ravi).", page)
        self._see("They queue up.", page)
        self._see("not confirmed yet", page)

    def test_partner_is_told_who_takes_care(self):
        self._escalate()
        self._get_calls().with_user(self.user_l3).action_acknowledge()
        self._see("Support Lead (Ravi): takes care", self._get_page())

    def test_who_stands_in_is_told_without_a_name(self):
        self.user_l3.active = False
        self._escalate()
        self.assertEqual(self._get_calls().notified_user_ids, self.user_operations)
        page = self._get_page()
        self._see("Called: Our support management.", page)
        self._see_no("Meera", page)

    def test_too_early_it_says_from_when_on(self):
        self._escalate()
        self._escalate(reason="Again.")
        self.assertEqual(len(self._get_calls()), 1)
        page = self._get_page()
        self._see('name="escalation_again"', page)
        self._see_no("Escalate now", page)

    def test_after_the_cool_down_the_next_level_is_called(self):
        self._escalate()
        self.ticket.partner_escalation_date -= timedelta(hours=4)
        self._escalate(reason="Nobody called.")
        self.assertEqual(self._get_calls()[0].notified_user_ids, self.user_operations)
        self._see("Programme Manager (Meera)", self._get_page())

    def test_cool_down_is_the_programmes(self):
        self.programme.partner_escalation_hours = 0
        self._escalate()
        self._escalate()
        self.assertEqual(len(self._get_calls()), 2)

    def test_reason_is_required(self):
        for reason in ("", "  \n", "\0"):
            self._escalate(reason=reason)
        self.assertFalse(self._get_calls())

    def test_strange_reasons_are_taken_as_text(self):
        self._escalate(reason="\0<b>x</b>" + "ä" * 9000)
        self.assertEqual(len(self._get_calls().reason), 2000)
        self._see("&lt;b&gt;x&lt;/b&gt;", self._get_page())

    def test_only_what_escalating_is_for_changes_of_the_ticket(self):
        """As contact person, and as the member who reported it (S13)."""
        tickets = (
            self.ticket,
            self._create_p1(reporter=self.balbir, team_id=self.team.id),
        )
        for user, ticket in zip((self.asha, self.balbir), tickets, strict=True):
            self._login(user)
            path = f"/my/ticket/{ticket.id}/escalate"
            _response, changed = self._post_all(ticket, path, reason="Why")
            self.assertIn("partner_escalation_date", changed)
            self.assertEqual(changed - ESCALATED, set())

    def test_closed_ticket_is_not_escalated(self):
        self.ticket.stage_id = self.stage_done
        self._escalate()
        self.assertFalse(self._get_calls())
        self._see_no('name="ticket_escalation"', self._get_page())

    def test_tickets_of_others_are_not_escalated(self):
        for user in (self.chitra, self.balbir):
            with self.subTest(user.login):
                answer = self._escalate(user)
                self.assertTrue(answer.headers["Location"].endswith("/my/tickets"))
        self.assertFalse(self._get_calls())

    def test_malformed_ids_are_no_ticket(self):
        self._login(self.asha)
        for ticket_id in ("0", "-1", "x", "9" * 30):
            answer = self._post(f"/my/ticket/{ticket_id}/escalate", reason="-")
            self.assertIn(answer.status_code, (302, 303, 404))

    def test_looking_or_a_form_without_its_token_escalates_nothing(self):
        self._login(self.asha)
        url = f"/my/ticket/{self.ticket.id}/escalate"
        self.url_open(f"{url}?reason=x")
        self.assertEqual(self._post(url, token=False, reason="x").status_code, 400)
        self.assertFalse(self._get_calls())

    def test_who_is_inside_does_not_escalate_as_a_partner(self):
        self._escalate(self.user_l1)
        self.assertFalse(self._get_calls())

    def test_who_has_only_the_link_neither_sees_nor_escalates(self):
        self._escalate()
        token = self.ticket.sudo()._portal_ensure_token()
        self.authenticate(None, None)
        page = self.url_open(f"/my/ticket/{self.ticket.id}?access_token={token}").text
        self.assertIn(self.ticket.number, page)
        self._see_no('name="ticket_escalation"', page)

    def test_agent_is_told_the_partners_reason(self):
        self._escalate()
        self.env.invalidate_all()
        self.assertIn(
            "They queue up.", self.ticket.with_user(self.user_l1).escalation_alert
        )

    # ---------------------------------------------------
    # Nothing internal
    # ---------------------------------------------------

    def test_nothing_internal_reaches_a_partner(self):
        self._escalate()
        self.step.write({"severity_ids": False, "share": 1, "since": "2026-11-02"})
        role = self.env["digit.contact.role"].create({"name": "SPOC"})
        self.asha.partner_id.contact_role_ids = role
        self.step.write(
            {"contact_role_ids": role.ids, "partner_message": "Still on it."}
        )
        self.ticket.with_user(self.user_l1)._escalate(CANARY)
        self.ticket.with_user(self.user_operations)._call_back(
            CANARY, self.user_l3, self.env["digit.support.level"]
        )
        self.env["digit.escalation.task"].search(
            [("ticket_id", "=", self.ticket.id)]
        ).write({"outcome": CANARY, "error": CANARY})
        self.ticket.write({"severity_id": self.p2.id, "severity_reason": CANARY})
        self._run_now()
        self._flush_tracking()
        pages = [
            self._get_page(),
            self._get_page(url="/my/tickets"),
            self._get_page(url=f"/my/deployments/{self.deployment.id}"),
            self._fetch_thread(),
            *self._get_mails(),
        ]
        self.assertGreater(len(pages), 4)
        for page in pages:
            self._see_no(CANARY, page)
            self._see_no("% of the time", page)
            self._see_no("/ticket/escalation/", page)

    def _run_now(self):
        with freeze_time(self.ticket.clock_ids[:1].started + timedelta(days=20)):
            self.ticket.clock_ids._plan()
            self.env.flush_all()
            self.env["digit.escalation.task"]._run_clocks(
                self.ticket.clock_ids.filtered("escalation_date"),
                self.ticket.clock_ids[:1].started + timedelta(days=20),
            )

    def _fetch_thread(self):
        answer = self.make_jsonrpc_request(
            "/mail/thread/messages",
            {"thread_model": "helpdesk.ticket", "thread_id": self.ticket.id},
        )
        return str(answer)

    def _get_mails(self):
        """All that was written to the partners."""
        mails = self.env["mail.mail"].search(
            [("recipient_ids", "in", (self.asha | self.tejas).partner_id.ids)]
        )
        return [f"{mail.subject} {mail.body_html}" for mail in mails]

    def test_partners_read_nothing_over_rpc(self):
        self._escalate()
        for model in ("digit.escalation.task", "digit.escalation.contact"):
            for user in (self.asha, self.tejas):
                with self.subTest(model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search_read([])
        for name in (
            "escalation_task_ids",
            "escalation_alert",
            "sla_next_text",
            "partner_escalation_date",
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                self.ticket.with_user(self.asha).read([name])

    # ---------------------------------------------------
    # The matrix
    # ---------------------------------------------------

    def test_matrix_is_shown_for_the_partners_deployments(self):
        url = f"/my/deployments/{self.deployment.id}"
        for user in (self.asha, self.tejas):
            page = self._get_page(user, url)
            for text in ("Support Lead", "Ravi", "When of Support Lead", "+91 80 0002"):
                self._see(text, page)

    def test_deployment_with_a_matrix_of_its_own_shows_no_other(self):
        self.env["digit.escalation.contact"].create(
            {
                "programme_id": self.programme.id,
                "deployment_id": self.deployment.id,
                "name": "Lead for Punjab",
            }
        )
        page = self._get_page(url=f"/my/deployments/{self.deployment.id}")
        self._see("Lead for Punjab", page)
        self._see_no("Support Lead", page)
        other = self._get_page(
            self.chitra, f"/my/deployments/{self.deployment_odisha.id}"
        )
        self._see_no("Lead for Punjab", other)

    def test_matrix_of_another_programme_is_never_shown(self):
        other = self.programme.copy()
        self.env["digit.escalation.contact"].create(
            {"programme_id": other.id, "name": CANARY}
        )
        page = self._get_page(url=f"/my/deployments/{self.deployment.id}")
        self._see_no(CANARY, page)

    def test_person_who_has_left_is_not_shown(self):
        self.user_l3.active = False
        page = self._get_page(url=f"/my/deployments/{self.deployment.id}")
        self._see_no("Ravi", page)
        self._see("Support Lead", page)
