from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import DigitSupportCommon


@tagged("post_install", "-at_install")
class TestMerge(DigitSupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.original = cls._create_ticket(cls.asha, team_id=cls.team.id)
        cls.duplicate = cls._create_ticket(
            cls.chitra, team_id=cls.team.id, name="The same in Odisha"
        )
        wizard = cls.env["helpdesk.ticket.duplicate.wizard"].with_user(cls.user_l1)
        wizard.create(
            {"ticket_id": cls.duplicate.id, "duplicate_of_id": cls.original.id}
        ).action_confirm()

    def test_a_duplicate_stays_open_until_the_original_is_resolved(self):
        self.assertFalse(self.duplicate.closed)
        self.assertEqual(self.duplicate.duplicate_id, self.original)

    def test_the_reporter_of_the_duplicate_is_told(self):
        message = self.duplicate.message_ids[:1]
        self.assertIn("work on it already", message.body)
        self.assertIn(self.chitra.partner_id, message.notified_partner_ids)

    def test_no_reporter_learns_of_the_other(self):
        bodies = "".join(self.duplicate.message_ids.mapped("body"))
        self.assertNotIn(self.original.number, bodies)
        public = self.original.message_ids.filtered(
            lambda message: message.subtype_id == self.env.ref("mail.mt_comment")
        )
        self.assertNotIn(self.duplicate.number, "".join(public.mapped("body")))

    def test_a_duplicate_ends_with_the_original(self):
        self.original._resolve("data_fix", "<p>Punjab's own words.</p>")
        self.assertEqual(self.duplicate.resolution_kind, "duplicate")
        self.assertEqual(self.duplicate.stage_outcome, "resolved")
        self.assertNotIn(
            "Punjab's own words", "".join(self.duplicate.message_ids.mapped("body"))
        )

    def test_a_link_is_kept_from_both_sides(self):
        link = self.env["digit.ticket.link"].with_user(self.user_l1)
        link = link.create(
            {
                "ticket_id": self.original.id,
                "linked_id": self.duplicate.id,
                "kind": "causes",
            }
        )
        self.assertEqual(self.duplicate.link_ids.kind, "caused_by")
        link.unlink()
        self.assertFalse(self.duplicate.link_ids)


@tagged("post_install", "-at_install")
class TestAsk(DigitSupportCommon):
    def test_the_question_is_asked_and_the_ticket_waits(self):
        ticket = self._create_ticket(team_id=self.team.id)
        wizard = self.env["digit.ticket.ask"].with_user(self.user_l1)
        wizard = wizard.create({"ticket_id": ticket.id})
        self.assertIn("which version of it is installed", wizard.body)
        wizard.action_ask()
        self.assertTrue(ticket.stage_id.waiting)
        question = ticket.message_ids.filtered(
            lambda message: "which version" in (message.body or "")
        )
        self.assertIn(self.asha.partner_id, question.notified_partner_ids)


@tagged("post_install", "-at_install")
class TestTriageList(DigitSupportCommon):
    def _send_to(self, users):
        """The job has run for these; returns the mails to them."""
        self.programme.triage_user_ids = users
        with self.enter_registry_test_mode():
            self.env.ref("digit_support.ir_cron_triage_lists").method_direct_trigger()
        return self.env["mail.mail"].search(
            [("recipient_ids", "in", users.partner_id.ids)]
        )

    def test_each_reads_the_list_in_their_language(self):
        self.env["res.lang"]._activate_lang("pt_PT")
        template = self.env.ref("digit_support.mail_template_triage_list")
        template.with_context(lang="pt_PT").subject = "Tickets abertos"
        template.subject = "Open tickets"
        self._create_ticket(team_id=self.team.id)
        self.user_l1.lang = "pt_PT"
        mails = self._send_to(self.user_l1 | self.user_operations)
        self.assertEqual(
            {mail.subject: mail.recipient_ids for mail in mails},
            {
                "Tickets abertos": self.user_l1.partner_id,
                "Open tickets": self.user_operations.partner_id,
            },
        )

    def test_the_mail_lists_the_open_tickets_of_each_party(self):
        ticket = self._create_ticket(team_id=self.team.id)
        mail = self._send_to(self.user_operations)
        self.assertIn(ticket.number, mail.body_html)
        self.assertIn("Urban Support: 1", " ".join(mail.body_html.split()))

    def test_nobody_is_written_to_unless_named(self):
        self._create_ticket(team_id=self.team.id)
        before = self.env["mail.mail"].search_count([])
        with self.enter_registry_test_mode():
            self.env.ref("digit_support.ir_cron_triage_lists").method_direct_trigger()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)


@tagged("post_install", "-at_install")
class TestTimeSpent(DigitSupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(team_id=cls.team.id)

    def _enter(self, user, **vals):
        return (
            self.env["digit.time.entry"]
            .with_user(user)
            .create({"ticket_id": self.ticket.id, "minutes": 30, **vals})
        )

    def test_minutes_add_up_to_hours(self):
        self._enter(self.user_l1)
        self._enter(self.user_l2, minutes=60)
        self.assertEqual(self.ticket.time_hours, 1.5)

    def test_an_entry_knows_whose_it_is_and_for_whom(self):
        entry = self._enter(self.user_l1)
        self.assertEqual(entry.user_id, self.user_l1)
        self.assertEqual(entry.programme_id, self.programme)
        self.assertEqual(entry.organisation_id, self.punjab)

    def test_the_clock_counts_the_minutes(self):
        ticket = self.ticket.with_user(self.user_l1)
        ticket.action_start_timer()
        self.assertTrue(ticket.is_timer_running)
        entry = ticket.time_entry_ids
        entry.sudo().started = fields.Datetime.now() - timedelta(minutes=12)
        ticket.action_stop_timer()
        self.assertEqual(entry.minutes, 12)
        self.assertFalse(ticket.is_timer_running)

    def test_starting_twice_starts_once(self):
        ticket = self.ticket.with_user(self.user_l1)
        ticket.action_start_timer()
        ticket.invalidate_recordset()
        ticket.action_start_timer()
        self.assertEqual(len(ticket.time_entry_ids), 1)

    def test_nobody_changes_somebody_elses_time(self):
        entry = self._enter(self.user_l1)
        with self.assertRaises(AccessError):
            entry.with_user(self.user_l2).minutes = 1

    def test_the_operations_manager_corrects_it(self):
        entry = self._enter(self.user_l1)
        entry.with_user(self.user_operations).minutes = 1
        self.assertEqual(entry.minutes, 1)

    def test_time_on_a_ticket_that_one_does_not_see_is_not_seen(self):
        entry = self._enter(self.user_l1)
        other = new_test_user(
            self.env, login="other_l1", groups="digit_support.digit_support_group_l1"
        )
        self.assertFalse(entry.with_user(other).has_access("read"))
        self.assertFalse(entry.with_user(self.asha).has_access("read"))
