from odoo.exceptions import AccessError, UserError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .common_portal import PortalCommon

NOTE = "mail.mt_note"
REPLY = "mail.mt_comment"


@tagged("post_install", "-at_install")
class TestMessagesKept(PortalCommon):
    """What was said to a partner, or by one, is neither rewritten nor deleted.

    An own note for the support side is changed by its author, as in all of Odoo.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(team_id=cls.team.id)
        cls.asked = cls._say(cls.asha, REPLY)

    @classmethod
    def _say(cls, user, subtype, **kwargs):
        return cls.ticket.with_user(user).message_post(
            body="As it was said",
            message_type="comment",
            subtype_xmlid=subtype,
            **kwargs,
        )

    def assertKept(self, message):
        self.env.invalidate_all()
        self.assertTrue(message.exists())
        self.assertEqual(message.body.striptags(), "As it was said")

    def assertRefused(self, function, *args):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            function(*args)

    def _edit(self, message, body):
        """As the pencil and the bin of a message do; the bin leaves it empty."""
        return self.make_jsonrpc_request(
            "/mail/message/update_content",
            {
                "message_id": message.id,
                "update_data": {"body": body, "attachment_ids": [], "partner_ids": []},
            },
        )

    def test_nobody_writes_on_messages_over_rpc(self):
        answer = self._say(self.user_l2, REPLY)
        for user in (*self.support_users, self.asha):
            for message in (self.asked, answer):
                mine = message.with_user(user)
                for vals in (
                    {"body": "Rewritten"},
                    {"author_id": user.partner_id.id},
                    {"is_internal": True},
                    {"res_id": False},
                ):
                    self.assertRefused(mine.write, vals)
                self.assertRefused(mine.unlink)
                self.assertKept(message)

    def test_a_note_of_somebody_else_is_not_rewritten_over_rpc(self):
        note = self._say(self.user_l2, NOTE)
        for user in self.support_users:
            self.assertRefused(note.with_user(user).unlink)
            if user != self.user_l2:
                self.assertRefused(note.with_user(user).write, {"body": "Rewritten"})
        self.assertKept(note)

    @mute_logger("odoo.http")
    def test_an_answer_is_not_edited_by_its_author(self):
        for user in self.support_users:
            answer = self._say(user, REPLY)
            self._login(user)
            for body in ("Rewritten", ""):
                with self.assertRaises(JsonRpcException) as refused:
                    self._edit(answer, body)
                self.assertIn("UserError", str(refused.exception))
            self.assertKept(answer)

    @mute_logger("odoo.http")
    def test_a_partner_does_not_edit_what_we_have_read(self):
        self._login(self.asha)
        with self.assertRaises(JsonRpcException):
            self._edit(self.asked, "Rewritten")
        self.assertKept(self.asked)

    @mute_logger("odoo.http")
    def test_nobody_edits_what_a_partner_wrote(self):
        for user in self.support_users:
            self._login(user)
            with self.assertRaises(JsonRpcException):
                self._edit(self.asked, "Rewritten")
        self.assertKept(self.asked)

    @mute_logger("odoo.http")
    def test_a_system_administrator_does_not_either(self):
        admin = self.env.ref("base.user_admin")
        with self.assertRaises(UserError):
            self.ticket.with_user(admin)._message_update_content(
                self.asked.sudo(), body="Rewritten"
            )
        self.assertKept(self.asked)

    def test_an_own_note_is_edited(self):
        for user in self.support_users:
            note = self._say(user, NOTE)
            self._login(user)
            self._edit(note, "Mended")
            self.assertIn("Mended", note.body)

    @mute_logger("odoo.http")
    def test_a_note_that_went_to_a_partner_is_not_edited(self):
        note = self._say(self.user_l2, NOTE, partner_ids=self.tejas.partner_id.ids)
        self._login(self.user_l2)
        with self.assertRaises(JsonRpcException):
            self._edit(note, "Rewritten")
        self.assertKept(note)

    def test_messages_elsewhere_are_as_odoo_has_them(self):
        message = self.punjab.with_user(self.user_operations).message_post(body="Hi")
        message.with_user(self.user_operations).body = "Mended"
        self.assertIn("Mended", message.body)

    def test_a_ticket_is_deleted_with_its_messages(self):
        self.ticket.with_user(self.user_admin).unlink()
        self.assertFalse(self.asked.exists())

    def test_a_message_is_marked_and_read_as_ever(self):
        mine = self.asked.with_user(self.user_l2)
        mine.toggle_message_starred()
        mine.set_message_done()
        self.assertTrue(mine.starred)
