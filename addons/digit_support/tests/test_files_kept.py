from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .common_portal import PortalCommon

NOTE = "mail.mt_note"
REPLY = "mail.mt_comment"
CONTENT = b"As it was sent"


@tagged("post_install", "-at_install")
class TestFilesKept(PortalCommon):
    """A file that a partner has sent or received is neither changed nor deleted.

    What nobody outside has seen is deleted as in all of Odoo.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(team_id=cls.team.id)
        cls.other = cls._create_ticket(team_id=cls.team.id)
        cls.asked = cls._say(cls.asha, REPLY)
        cls.answered = cls._say(cls.user_l2, REPLY)
        cls.shown = cls._say(cls.user_l2, NOTE, partner_ids=cls.tejas.partner_id.ids)
        # as the portal's form and the reports of apps do: a ticket has it, no message
        cls.reported = cls._create_file(cls.asha, cls.ticket)
        cls.told = cls.asked | cls.answered | cls.shown | cls.reported

    @classmethod
    def _say(cls, user, subtype, **kwargs):
        """The file of a message that ``user`` writes."""
        # sudo: as the controllers do for partners
        ticket = cls.ticket.with_user(user).sudo()
        message = ticket.message_post(
            body="See the file",
            message_type="comment",
            subtype_xmlid=subtype,
            attachments=[("log.txt", CONTENT)],
            **kwargs,
        )
        return message.attachment_ids.with_env(cls.env)

    @classmethod
    def _create_file(cls, user, record):
        vals = {"name": "log.txt", "raw": CONTENT}
        vals |= {"res_model": record._name, "res_id": record.id}
        file = cls.env["ir.attachment"].with_user(user).sudo().create(vals)
        return file.with_env(cls.env)

    def assertKept(self, files):
        self.env.invalidate_all()
        for file in files:
            self.assertTrue(file.exists())
            self.assertEqual(file.raw, CONTENT)
            self.assertEqual(file.name, "log.txt")
            self.assertEqual((file.res_model, file.res_id), self._get_place())

    def _get_place(self):
        return self.ticket._name, self.ticket.id

    def assertRefused(self, function, *args):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            function(*args)

    def _press(self, route, **params):
        return self.make_jsonrpc_request(route, params)

    def _delete(self, file, token=None):
        """As the bin of a file does."""
        self._press(
            "/mail/attachment/delete", attachment_id=file.id, access_token=token
        )

    def _upload(self, ticket):
        """A file chosen for a message that is not sent yet, and its token."""
        answer = self._post(
            "/mail/attachment/upload",
            files={"ufile": ("log.txt", CONTENT)},
            thread_model=ticket._name,
            thread_id=ticket.id,
            is_pending="true",
        ).json()["data"]
        file = self.env["ir.attachment"].browse(answer["attachment_id"])
        return file, answer["store_data"]["ir.attachment"][0]["ownership_token"]

    def test_nobody_changes_or_deletes_them_over_rpc(self):
        for user in self.support_users:
            for file in self.told.with_user(user):
                for vals in (
                    {"raw": b"Another"},
                    {"datas": "QW5vdGhlcg=="},
                    {"name": "another.txt"},
                    {"res_model": "res.partner", "res_id": user.partner_id.id},
                    {"res_id": self.other.id},
                    {"res_id": False},
                    {"type": "url", "url": "https://example.com"},
                    {"res_field": "message_ids"},
                ):
                    self.assertRefused(file.write, vals)
                self.assertRefused(file.unlink)
        self.assertKept(self.told)

    def test_nobody_does_by_the_ticket(self):
        for user in self.support_users:
            ticket = self.ticket.with_user(user)
            for file in self.told:
                for command in (
                    Command.delete(file.id),
                    Command.unlink(file.id),
                    Command.update(file.id, {"name": "another.txt"}),
                ):
                    self.assertRefused(ticket.write, {"attachment_ids": [command]})
            self.assertRefused(ticket.write, {"attachment_ids": [Command.clear()]})
            move = {"attachment_ids": [Command.link(self.asked.id)]}
            self.assertRefused(self.other.with_user(user).write, move)
        self.assertKept(self.told)

    @mute_logger("odoo.http")
    def test_nobody_does_by_the_bin(self):
        for user in (self.user_l1, self.user_l2, self.user_operations):
            self._login(user)
            for file in self.told:
                with self.assertRaises(JsonRpcException) as refused:
                    self._delete(file)
                self.assertIn("UserError", str(refused.exception))
        self.assertKept(self.told)

    @mute_logger("odoo.http")
    def test_nobody_does_by_an_own_note(self):
        self._login(self.user_l2)
        for file in self.told:
            note = self.ticket.with_user(self.user_l2).message_post(
                body="Mine",
                message_type="comment",
                subtype_xmlid=NOTE,
                attachment_ids=file.ids,
            )
            with self.assertRaises(JsonRpcException) as refused:
                self._press(
                    "/mail/message/update_content",
                    message_id=note.id,
                    update_data={"body": "", "attachment_ids": []},
                )
            self.assertIn("UserError", str(refused.exception))
        self.assertKept(self.told)

    def test_who_is_refused_is_told_why(self):
        with self.assertRaisesRegex(UserError, "log.txt.*stays as it is"):
            self.asked.with_user(self.user_l2).unlink()

    def test_an_own_upload_is_deleted_before_it_is_sent(self):
        for user in (self.user_l1, self.user_l2, self.user_operations, self.asha):
            self._login(user)
            file, token = self._upload(self.ticket)
            self._delete(file, token)
            self.assertFalse(file.exists())

    def test_an_own_upload_is_sent(self):
        for user in (self.user_l2, self.asha):
            self._login(user)
            file, token = self._upload(self.ticket)
            self._press(
                "/mail/message/post",
                thread_model=self.ticket._name,
                thread_id=self.ticket.id,
                post_data={
                    "body": "See the file",
                    "message_type": "comment",
                    "subtype_xmlid": REPLY,
                    "attachment_ids": file.ids,
                    "attachment_tokens": [token],
                },
            )
            self.assertKept(file)

    @mute_logger("odoo.http")
    def test_a_partner_does_not_delete_what_they_sent(self):
        self._login(self.asha)
        with self.assertRaises(JsonRpcException):
            self._delete(self.asked, self.asked._get_ownership_token())
        self.assertKept(self.asked)

    def test_a_file_of_an_own_note_is_deleted(self):
        for user in (self.user_l1, self.user_l2, self.user_operations):
            first, second = self._say(user, NOTE), self._say(user, NOTE)
            self._login(user)
            self._delete(first)
            second.with_user(user).name = "better.txt"
            second.with_user(user).unlink()
            self.assertFalse((first | second).exists())

    def test_a_file_that_no_message_holds_is_deleted(self):
        file = self._create_file(self.user_l2, self.ticket)
        file.with_user(self.user_l2).unlink()
        self.assertFalse(file.exists())

    def test_files_elsewhere_are_as_odoo_has_them(self):
        file = self._create_file(self.asha, self.punjab)
        file.with_user(self.user_operations).unlink()
        self.assertFalse(file.exists())

    def test_a_link_to_a_file_is_made_as_ever(self):
        self.assertTrue(self.asked.with_user(self.user_l2).generate_access_token())

    def test_jobs_do_as_ever(self):
        self.asked.with_user(self.user_l2).sudo().name = "another.txt"
        self.told.with_user(self.user_l2).sudo().unlink()
        self.assertFalse(self.told.exists())

    def test_a_ticket_is_deleted_with_its_files(self):
        self.ticket.with_user(self.user_admin).unlink()
        self.assertFalse(self.told.exists())
