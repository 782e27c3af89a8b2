from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import DigitSupportCommon


@tagged("post_install", "-at_install")
class TestLimitsOfALevel(DigitSupportCommon):
    """Joao is L1 operator of HCM, on whose screens DIGIT Urban's tickets are not.

    Zita is his manager: she sees every programme.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hcm = cls.env["digit.programme"].create(
            {"name": "HCM", "scheme_id": cls.scheme.id}
        )
        cls.joao = new_test_user(
            cls.env, "joao", groups="digit_support.digit_support_group_l1"
        )
        cls.hcm_team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "HCM Helpdesk",
                "programme_id": cls.hcm.id,
                "user_ids": [Command.set(cls.joao.ids)],
            }
        )
        # an operator may export what they see
        cls.joao.group_ids += cls.env.ref("base.group_allow_export")
        cls._create_level(cls.programme, cls.team)
        cls._create_level(cls.hcm, cls.hcm_team)
        cls.ticket = cls._create_ticket(team_id=cls.team.id)
        cls.own = cls._create_ticket(
            cls.chitra,
            team_id=cls.hcm_team.id,
            programme_id=cls.hcm.id,
            deployment_id=False,
        )
        cls._surround(cls.ticket)

    @classmethod
    def _create_level(cls, programme, team):
        return cls.env["digit.support.level"].create(
            {"name": "L1", "programme_id": programme.id, "team_id": team.id}
        )

    @classmethod
    def _surround(cls, ticket):
        """What hangs on a ticket: words, files, time, links, levels."""
        cls.message = ticket.with_user(cls.user_l1).message_post(
            body="Their server is full.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[("evidence.txt", b"Secret")],
        )
        cls.file = cls.env["ir.attachment"].create(
            {
                "name": "log.txt",
                "raw": b"Secret",
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )
        cls.time = cls.env["digit.time.entry"].create(
            {"ticket_id": ticket.id, "minutes": 30}
        )
        cls.link = cls.env["digit.ticket.link"].create(
            {"ticket_id": ticket.id, "linked_id": cls._create_ticket().id}
        )
        cls.stay = ticket.level_stay_ids

    def _of_joao(self, model):
        return self.env[model].with_user(self.joao)

    def test_the_own_programmes_tickets_are_seen(self):
        found = self._of_joao("helpdesk.ticket").search([])
        self.assertIn(self.own, found)
        self.assertNotIn(self.ticket, found)

    def test_another_programmes_ticket_is_neither_read_nor_changed(self):
        ticket = self.ticket.with_user(self.joao)
        for operation in ("read", "write", "unlink"):
            self.assertFalse(ticket.has_access(operation))
        with self.assertRaises(AccessError):
            ticket.web_read({"name": {}})
        with self.assertRaises(AccessError):
            ticket.action_accept()

    def test_it_is_not_counted_nor_found_by_its_number(self):
        tickets = self._of_joao("helpdesk.ticket")
        self.assertFalse(tickets.search_count([("number", "=", self.ticket.number)]))
        self.assertFalse(tickets.name_search(self.ticket.number))
        groups = tickets.formatted_read_group([], ["programme_id"], ["__count"])
        programmes = [group["programme_id"] for group in groups]
        self.assertEqual([p and p[0] for p in programmes], [self.hcm.id])

    def test_it_is_not_exported(self):
        exported = self.own.with_user(self.joao).export_data(["name"])
        self.assertEqual(exported["datas"], [["Payments fail"]])
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.joao).export_data(["name"])

    def test_what_hangs_on_it_is_hidden_with_it(self):
        for records in (self.message, self.file, self.time, self.link, self.stay):
            with self.subTest(records._name):
                self.assertTrue(records)
                hidden = records.with_user(self.joao)
                self.assertFalse(hidden.has_access("read"))
                self.assertFalse(hidden.search([("id", "in", records.ids)]))
                with self.assertRaises(AccessError):
                    hidden.read(["display_name"])
        attached = self.message.attachment_ids.with_user(self.joao)
        with self.assertRaises(AccessError):
            attached.read(["raw"])

    def test_the_report_on_time_does_not_add_it_up(self):
        for user, hours in ((self.joao, 0), (self.user_operations, 0.5)):
            groups = (
                self.env["digit.time.entry"]
                .with_user(user)
                .formatted_read_group(
                    [("organisation_id", "=", self.punjab.id)], [], ["hours:sum"]
                )
            )
            self.assertEqual(groups[0]["hours:sum"] or 0, hours)

    def test_no_window_takes_it_as_its_ticket(self):
        for model, vals, method in (
            ("digit.ticket.ask", {"body": "<p>?</p>"}, "action_ask"),
            ("digit.ticket.redirect", {"partner_id": self.tek.id}, "action_redirect"),
            (
                "digit.level.handover",
                {"level_id": self.hcm.level_ids.id, "reason": "Mine"},
                "action_hand_over",
            ),
        ):
            with (
                self.subTest(model),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                window = self._of_joao(model).create(
                    {"ticket_id": self.ticket.id, **vals}
                )
                getattr(window, method)()

    def test_a_duplicate_is_not_hung_on_it(self):
        with self.assertRaises(AccessError):
            self._of_joao("helpdesk.ticket.duplicate.wizard").create(
                {"ticket_id": self.own.id, "duplicate_of_id": self.ticket.id}
            ).action_confirm()

    def test_the_callers_open_tickets_are_those_of_the_own_programme(self):
        call = self._of_joao("digit.call.log").new(
            {"partner_id": self.asha.partner_id.id}
        )
        self.assertFalse(call.open_ticket_ids)

    def test_who_joins_a_team_sees_its_tickets_at_once(self):
        ticket = self.ticket.with_user(self.joao)
        self.assertFalse(ticket.has_access("write"))
        self.team.user_ids |= self.joao
        self.assertTrue(ticket.has_access("write"))

    def test_who_leaves_a_team_sees_its_tickets_no_more(self):
        own = self.own.with_user(self.joao)
        self.assertTrue(own.has_access("read"))
        self.hcm_team.user_ids -= self.joao
        self.assertFalse(own.has_access("read"))

    def test_so_does_who_is_taken_out_of_it_from_the_users_side(self):
        own = self.own.with_user(self.joao)
        self.assertTrue(own.has_access("read"))
        self.joao.helpdesk_team_ids = False
        self.assertFalse(own.has_access("read"))
