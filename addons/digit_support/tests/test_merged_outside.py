import re
from contextlib import suppress

from odoo.exceptions import AccessError
from odoo.tests import JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .common_portal import PortalCommon

THREAD = "/mail/thread/messages"


@tagged("post_install", "-at_install")
class TestMergedOutside(PortalCommon):
    """S8: Asha's ticket waits for Chitra's, which is the same; neither State learns it.

    Each ticket has a canary in all that is internal: fields, notes, files, links. A
    canary that is seen outside, or the other's number, title or words, is a leak.
    Farid follows both, as an agent had it: he gets our public words by mail.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.original = cls._create_ticket(cls.chitra, name="Chitra's own title")
        cls.duplicate = cls._create_ticket(cls.asha, name="Asha's own title")
        cls.related = cls.env["helpdesk.ticket"].create(
            {
                "name": "canary-related",
                "description": "canary-described",
                "partner_id": cls.stranger.id,
                "user_id": False,
            }
        )
        cls.tickets = cls.original | cls.duplicate
        (cls.tickets | cls.related).team_id = cls.team
        cls.follower = new_test_user(
            cls.env,
            login="farid",
            password="faridxxx",
            groups="digit_support.digit_support_group_partner_member",
            email="farid@punjab.example.com",
        )
        cls.follower.partner_id.parent_id = cls.punjab
        cls.tickets.message_subscribe(cls.follower.partner_id.ids)
        for ticket in cls.tickets:
            cls._hide_canaries(ticket)
        cls._merge()
        cls.env["digit.ticket.link"].create(
            {
                "ticket_id": cls.duplicate.id,
                "linked_id": cls.related.id,
                "kind": "caused_by",
            }
        )
        cls.outside = cls.asha | cls.balbir | cls.chitra | cls.tejas | cls.follower

    @classmethod
    def _hide_canaries(cls, ticket):
        ticket = ticket.with_user(cls.user_l2)
        secret = cls.env["ir.attachment"].create(
            {
                "name": "canary-file.txt",
                "raw": b"canary-content",
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )
        ticket.message_post(
            body="canary-note",
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            attachment_ids=secret.ids,
        )
        ticket.write({"severity_id": cls.p1.id, "severity_reason": "canary-reason"})
        for name in cls._get_internal_texts(ticket):
            ticket.sudo()[name] = f"canary-{name}-{ticket.id}"
        ticket.message_post(
            body=f"Public of {ticket.number}",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    @classmethod
    def _get_internal_texts(cls, ticket):
        """The texts of a ticket that only we read."""
        return [
            name
            for name, field in ticket._fields.items()
            if field.type in ("char", "text", "html")
            and field.store
            and not field.compute
            and not field.related
            and field.groups
            and name != "access_token"  # it is in the reporter's own link
        ]

    @classmethod
    def _merge(cls):
        wizard = cls.env["helpdesk.ticket.duplicate.wizard"].with_user(cls.user_l2)
        wizard.create(
            {"ticket_id": cls.duplicate.id, "duplicate_of_id": cls.original.id}
        ).action_confirm()

    def assertNothingLeaks(self, text, where, foreign=()):
        self.assertNotRegex(text, r"canary-\w+", where)
        for ticket in foreign:
            for word in (ticket.number, ticket.name, f"Public of {ticket.number}"):
                self.assertNotIn(word, text, where)

    def _get_foreign(self, user):
        return self.tickets.filtered(
            lambda ticket: not ticket.with_user(user).has_access("read")
        )

    def _crawl(self):
        """All of our pages that somebody gets to by links, from the list on."""
        found, waiting = {}, ["/my", "/my/tickets", "/my/deployments"]
        while waiting:
            url = waiting.pop()
            found[url] = text = self.url_open(url).text
            # without the same list in another order
            links = re.findall(r'href="(/my/(?:ticket|deployment)[^"#?]*)', text)
            waiting += {*links} - {*found, *waiting}
            self.assertLess(len(found), 50)
        return found

    def test_the_reporters_see_their_own_ticket_alone(self):
        own = {self.asha: self.duplicate, self.chitra: self.original}
        for user, ticket in own.items():
            self.assertEqual(self._get_foreign(user), self.tickets - ticket)
        # who runs both installations sees both, the others none of them
        self.assertFalse(self._get_foreign(self.tejas))
        for user in (self.balbir, self.follower):
            self.assertEqual(self._get_foreign(user), self.tickets)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_no_page_tells(self):
        for user in self.outside:
            self._login(user)
            pages = self._crawl()
            for ticket in self.tickets:
                url = f"/my/ticket/{ticket.id}"
                pages[url] = self.url_open(url).text
            for url, text in pages.items():
                where = (user.login, url)
                self.assertNothingLeaks(text, where, self._get_foreign(user))
        self.assertIn(f"/my/ticket/{self.original.id}", pages)

    @mute_logger("odoo.http")
    def test_the_own_page_says_that_we_know(self):
        self._login(self.asha)
        answer = self._read_thread(self.duplicate)
        self.assertIn("We know of this", answer)
        self.assertIn(f"Public of {self.duplicate.number}", answer)

    def _read_thread(self, ticket):
        try:
            answer = self.make_jsonrpc_request(
                THREAD, {"thread_model": "helpdesk.ticket", "thread_id": ticket.id}
            )
        except JsonRpcException as refused:
            answer = refused
        return str(answer)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_no_conversation_tells(self):
        for user in self.outside:
            self._login(user)
            for ticket in self.tickets:
                # what was sent to a follower by mail may be read again
                foreign = self._get_foreign(user) if user != self.follower else ()
                self.assertNothingLeaks(self._read_thread(ticket), user.login, foreign)

    def test_no_link_of_a_mail_tells(self):
        for ticket in self.tickets:
            text = self.url_open(ticket.get_portal_url()).text
            self.assertNothingLeaks(text, ticket.number, self.tickets - ticket)

    def test_no_mail_tells(self):
        self._flush_tracking()
        self.original.with_user(self.user_l2)._resolve("data_fix", "<p>Mended.</p>")
        self._flush_tracking()
        mails = self.env["mail.mail"].search([("model", "=", "helpdesk.ticket")])
        for ticket, partner in (
            (self.original, self.chitra.partner_id),
            (self.duplicate, self.asha.partner_id),
        ):
            of_ticket = mails.filtered(lambda mail, t=ticket: mail.res_id == t.id)
            self.assertIn(partner, of_ticket.recipient_ids)
            for mail in of_ticket.filtered("recipient_ids.partner_share"):
                text = f"{mail.subject} {mail.body_html} {mail.headers}"
                self.assertNothingLeaks(text, mail.subject, self.tickets - ticket)
                self.assertFalse(mail.attachment_ids)
        self.assertTrue(self.duplicate.closed)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_no_read_over_rpc_tells(self):
        for user in self.outside:
            tickets = self.env["helpdesk.ticket"].with_user(user)
            visible = tickets.search([("id", "in", self.tickets.ids)])
            self.assertEqual(visible, self.tickets - self._get_foreign(user))
            text = ""
            for name in tickets.fields_get(attributes=["type"]):
                with suppress(AccessError):
                    text += str(visible.read([name]))
            messages = self.env["mail.message"].with_user(user)
            text += str(
                messages.search(
                    [("model", "=", tickets._name), ("res_id", "in", visible.ids)]
                ).mapped("body")
            )
            self.assertNothingLeaks(text, user.login, self._get_foreign(user))

    def test_no_file_is_fetched(self):
        files = self.env["ir.attachment"].search([("name", "=", "canary-file.txt")])
        self.assertEqual(len(files), 2)
        for user in self.outside:
            self._login(user)
            for file in files:
                self.assertNotIn(
                    b"canary", self.url_open(f"/web/content/{file.id}").content
                )
            with self.assertRaises(AccessError):
                files.with_user(user).read(["name"])

    def test_similar_tickets_tell_nothing_of_the_other_state(self):
        self._login(self.asha)
        answer = self.make_jsonrpc_request(
            "/my/ticket/similar", {"subject": "own title canary related"}
        )
        self.assertNothingLeaks(str(answer), "similar", self.original)
