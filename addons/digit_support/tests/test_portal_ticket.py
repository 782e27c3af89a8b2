from lxml import html

from odoo.fields import Command
from odoo.tests import JsonRpcException, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common_portal import PortalCommon

NOTE = "mail.mt_note"
REPLY = "mail.mt_comment"


@tagged("post_install", "-at_install")
class TestPortalClose(PortalCommon):
    """W1, W2: who may close what, and what an answer tells."""

    def setUp(self):
        super().setUp()
        self.ticket = self._create_ticket()
        self.foreign = self._create_ticket(self.chitra)
        self._login(self.asha)

    def _close(self, ticket_id, stage_id=None):
        return self._post(
            "/ticket/close",
            ticket_id=ticket_id,
            stage_id=self.done.id if stage_id is None else stage_id,
        )

    def test_own_ticket_closes(self):
        response = self._close(self.ticket.id)
        self.assertTrue(response.headers["Location"].endswith(self.ticket.access_url))
        self.assertEqual(self.ticket.stage_id, self.done)

    def test_history_names_who_closed(self):
        self._flush_tracking()
        self._close(self.ticket.id)
        self._flush_tracking()
        message = self.ticket.message_ids.filtered("tracking_value_ids")[:1]
        self.assertEqual(message.author_id, self.asha.partner_id)

    def test_other_state_does_not_close(self):
        self._close(self.foreign.id)
        self.assertFalse(self.foreign.closed)

    def test_colleague_who_is_no_contact_does_not_close(self):
        self._login(self.balbir)
        self._close(self.ticket.id)
        self.assertFalse(self.ticket.closed)

    def test_missing_and_foreign_answer_alike(self):
        missing = self.foreign.copy()
        missing_id = missing.id
        missing.unlink()
        answers = [
            (response.status_code, response.headers["Location"], response.text)
            for response in map(self._close, (self.foreign.id, missing_id))
        ]
        self.assertEqual(*answers)

    def test_odd_ids_are_no_error(self):
        for value in ("", "x", "-1", "0", "9" * 30, "1.5", "1 or 1=1", "\0", "²"):
            with self.subTest(value=value):
                self.assertEqual(self._close(value).status_code, 302)
                self.assertEqual(self._close(self.ticket.id, value).status_code, 302)
        self.assertEqual(self._post("/ticket/close").status_code, 302)
        self.assertFalse(self.ticket.closed)

    def test_get_does_not_close(self):
        url = f"/ticket/close?ticket_id={self.ticket.id}&stage_id={self.done.id}"
        self.assertEqual(self.url_open(url).status_code, 405)
        self.assertFalse(self.ticket.closed)

    @mute_logger("odoo.http")
    def test_without_token_does_not_close(self):
        response = self._post(
            "/ticket/close",
            token=False,
            ticket_id=self.ticket.id,
            stage_id=self.done.id,
        )
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.ticket.closed)

    def test_stage_not_offered_does_not_close(self):
        self._close(self.ticket.id, self.in_progress.id)
        self.assertEqual(self.ticket.stage_id, self.new)

    def test_stage_of_another_team_does_not_close(self):
        other = self.env["helpdesk.ticket.team"].create({"name": "Other"})
        stage = self.done.copy({"team_ids": [Command.set(other.ids)]})
        self._close(self.ticket.id, stage.id)
        self.assertFalse(self.ticket.closed)

    def test_closed_ticket_stays_as_it_is(self):
        self.ticket.stage_id = self.done
        self._close(self.ticket.id, self.cancelled.id)
        self.assertEqual(self.ticket.stage_id, self.done)


@tagged("post_install", "-at_install")
class TestPortalAttachments(PortalCommon):
    """W4: what is attached to an internal note stays inside."""

    def setUp(self):
        super().setUp()
        self.ticket = self._create_ticket()
        self.own = self._attach(self.ticket, "own.txt")
        self.public = self._attach(self.ticket, "public.txt")
        self.secret = self._attach(self.ticket, "secret.txt")
        self._write_message(self.ticket, REPLY, self.public)
        self._write_message(self.ticket, NOTE, self.secret)
        self._login(self.asha)

    def _get_links(self):
        page = html.fromstring(self.url_open(self.ticket.access_url).text)
        return {
            link.text_content().strip(): link.get("href")
            for link in page.xpath("//*[@name='ticket_attachments']//a")
        }

    def test_page_lists_all_but_the_note(self):
        self.assertEqual(list(self._get_links()), ["own.txt", "public.txt"])
        self.assertNotIn("secret", self.url_open(self.ticket.access_url).text)

    def test_listed_files_can_be_fetched(self):
        for name, url in self._get_links().items():
            self.assertEqual(self.url_open(url).text, name)

    def test_no_token_is_minted(self):
        self.url_open(self.ticket.access_url)
        files = self.own | self.public | self.secret
        self.assertFalse(files.filtered("access_token"))

    def test_note_file_is_refused(self):
        for token in ("", "?access_token=", "?access_token=guessed"):
            with self.subTest(token=token):
                response = self.url_open(f"/web/content/{self.secret.id}{token}")
                self.assertEqual(response.status_code, 404)

    def test_token_of_another_file_is_refused(self):
        token = self.public._get_raw_access_token()
        response = self.url_open(f"/web/content/{self.secret.id}?access_token={token}")
        self.assertEqual(response.status_code, 404)

    def test_note_file_is_not_read_over_rpc(self):
        self.assertFalse(self.secret.with_user(self.asha).has_access("read"))

    def test_file_of_a_note_and_of_a_reply_is_public(self):
        self._write_message(self.ticket, REPLY, self.secret)
        self.assertIn("secret.txt", self._get_links())

    def test_visitor_by_link_does_not_get_the_note(self):
        self.authenticate(None, None)
        text = self.url_open(self.ticket._get_share_url()).text
        self.assertIn("public.txt", text)
        self.assertNotIn("secret", text)


@tagged("post_install", "-at_install")
class TestPortalTicketPage(PortalCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._create_ticket(
            impact_id=self.impacts["high"].id, urgency_id=self.urgencies["high"].id
        )
        self._login(self.asha)

    def _get_page(self, ticket=None):
        response = self.url_open((ticket or self.ticket).access_url)
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.text)

    def _get_text(self, page, name):
        [element] = page.xpath(f"//*[@name='{name}']")
        return " ".join(element.text_content().split())

    def test_header(self):
        header = self._get_text(self._get_page(), "ticket_header")
        for text in (self.ticket.number, "Payments fail", "P1 Halted", "Reported"):
            self.assertIn(text, header)

    def test_side_bar_is_not_empty(self):
        # W16
        self.ticket.user_id = self.user_l2
        facts = self._get_text(self._get_page(), "ticket_facts")
        for text in ("Urban Support", self.user_l2.name, "Punjab Urban", "Asha"):
            self.assertIn(text, facts)

    def test_title_names_the_ticket(self):
        [title] = self._get_page().xpath("//title")
        self.assertIn(self.ticket.number, title.text)

    def test_nobodys_address_is_shown(self):
        self.user_l2.phone = "+91 80 5550 1234"
        self.ticket.user_id = self.user_l2
        text = self.url_open(self.ticket.access_url).text
        self.assertNotIn(self.user_l2.email, text)
        self.assertNotIn("5550", text)

    def test_close_is_a_post_with_a_token(self):
        # W3
        forms = self._get_page().xpath("//form[@action='/ticket/close']")
        self.assertEqual(len(forms), 2)
        for form in forms:
            self.assertEqual(form.method, "POST")
            self.assertTrue(form.fields["csrf_token"])

    def test_waiting_is_told(self):
        self.ticket.stage_id = self.awaiting
        text = self._get_text(self._get_page(), "ticket_status_text")
        self.assertIn("Waiting for you", text)

    def test_no_close_button_on_a_closed_ticket(self):
        self.ticket.stage_id = self.done
        self.assertFalse(self._get_page().xpath("//form[@action='/ticket/close']"))

    def test_foreign_and_missing_ticket_answer_alike(self):
        foreign = self._create_ticket(self.chitra)
        answers = [
            (response.status_code, response.headers["Location"])
            for response in (
                self.url_open(f"/my/ticket/{ticket_id}", allow_redirects=False)
                for ticket_id in (foreign.id, foreign.id + 1000, 0, 10**25)
            )
        ]
        self.assertEqual(len(set(answers)), 1, answers)

    def test_contact_reads_a_colleagues_ticket(self):
        self._get_page(self._create_ticket(self.balbir))

    def test_odd_parameters_are_no_error(self):
        for query in (
            "access_token=é",
            "access_token=%00",
            "ticket=1",
            "document=1&values=2",
            "pid=x&hash=y",
            "error=1",
            "values=1",
        ):
            with self.subTest(query=query):
                response = self.url_open(f"{self.ticket.access_url}?{query}")
                self.assertEqual(response.status_code, 200)

    def test_neighbours_without_tokens(self):
        other = self._create_ticket()
        self.url_open("/my/tickets")
        page = self._get_page()
        links = page.xpath("//*[contains(@class, 'record_pager')]/a/@href")
        self.assertIn(other.access_url, links)
        self.assertNotIn("access_token", "".join(links))

    def test_page_after_a_neighbour_was_deleted(self):
        other = self._create_ticket()
        self.url_open("/my/tickets")
        other.unlink()
        self._get_page()


@tagged("post_install", "-at_install")
class TestPortalStatus(PortalCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._create_ticket()

    def _get_steps(self):
        return [step["state"] for step in self.ticket._get_portal_steps()]

    def test_new_is_reported(self):
        self.assertEqual(self.ticket.portal_status, "reported")
        self.assertEqual(self._get_steps(), ["current", "todo", "todo", "todo"])

    def test_reply_acknowledges(self):
        self._write_message(self.ticket, REPLY)
        self.assertEqual(self.ticket.portal_status, "acknowledged")
        self.assertEqual(self._get_steps(), ["done", "current", "todo", "todo"])

    def test_note_does_not_acknowledge(self):
        self._write_message(self.ticket, NOTE)
        self.assertEqual(self.ticket.portal_status, "reported")

    def test_reporters_own_message_does_not_acknowledge(self):
        self.ticket.message_post(
            body="And?",
            author_id=self.asha.partner_id.id,
            message_type="comment",
            subtype_xmlid=REPLY,
        )
        self.assertEqual(self.ticket.portal_status, "reported")

    def test_stages(self):
        for stage, status in (
            (self.in_progress, "in_progress"),
            (self.awaiting, "waiting"),
            (self.done, "resolved"),
            (self.cancelled, "closed"),
        ):
            self.ticket.stage_id = stage
            self.assertEqual(self.ticket.portal_status, status)

    def test_resolved_has_all_steps(self):
        self.ticket.stage_id = self.done
        self.assertEqual(self._get_steps(), ["done"] * 4)

    def test_cancelled_does_not_pretend_to_be_worked_on(self):
        self.ticket.stage_id = self.cancelled
        self.assertEqual(self._get_steps(), ["done", "stopped"])
        self.assertEqual(self.ticket._get_portal_status_label(), "Cancelled")

    def test_many_cost_as_one(self):
        tickets = self.ticket | self._create_ticket() | self._create_ticket()
        self.env.flush_all()
        counts = []
        for batch in (tickets[:1], tickets):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch.mapped("portal_status")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)


@tagged("post_install", "-at_install")
class TestPortalLink(PortalCommon):
    """W15: the link in a mail reads, no more, and not for ever."""

    def setUp(self):
        super().setUp()
        self.ticket = self._create_ticket()
        self._write_message(self.ticket, REPLY, body="We look at it.")
        self.url = self.ticket._get_share_url()
        self.token = self.ticket.access_token
        self.authenticate(None, None)

    def _speak(self, **access):
        return self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": "helpdesk.ticket",
                "thread_id": self.ticket.id,
                "post_data": {"body": "Hello"},
                **access,
            },
        )

    def _close_on(self, date):
        self.ticket.stage_id = self.done
        self.ticket.closed_date = date

    def test_link_reads(self):
        response = self.url_open(self.url)
        self.assertIn("Payments fail", response.text)
        self.assertIn('data-allow_composer="0"', response.text)
        self.assertNotIn("/ticket/close", response.text)

    def test_link_reads_the_conversation(self):
        result = self.make_jsonrpc_request(
            "/mail/chatter_fetch",
            {
                "thread_model": "helpdesk.ticket",
                "thread_id": self.ticket.id,
                "token": self.token,
            },
        )
        self.assertEqual(len(result["messages"]), 1)

    def test_link_does_not_speak(self):
        pid = self.asha.partner_id.id
        for access in (
            {"token": self.token},
            {"hash": self.ticket._sign_token(pid), "pid": pid},
        ):
            with self.assertRaises(JsonRpcException):
                self._speak(**access)

    def test_link_does_not_edit(self):
        message = self.ticket.message_post(
            body="Mine",
            author_id=self.asha.partner_id.id,
            message_type="comment",
            subtype_xmlid=REPLY,
        )
        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(
                "/mail/message/update_content",
                {
                    "message_id": message.id,
                    "update_data": {"body": "Changed"},
                    "token": self.token,
                },
            )

    def test_somebody_else_does_not_speak_by_the_link(self):
        self._login(self.chitra)
        self.assertIn("Payments fail", self.url_open(self.url).text)
        with self.assertRaises(JsonRpcException):
            self._speak(token=self.token)

    def test_reporter_speaks(self):
        self._login(self.asha)
        self._speak()
        self.assertEqual(self.ticket.message_ids[0].author_id, self.asha.partner_id)

    def test_reporter_speaks_after_coming_by_the_link(self):
        self._login(self.asha)
        self.assertIn('data-allow_composer="1"', self.url_open(self.url).text)
        self._speak(token=self.token)

    def test_wrong_token_reads_nothing(self):
        url = f"{self.ticket.access_url}?access_token=guessed"
        response = self.url_open(url, allow_redirects=False)
        self.assertTrue(response.headers["Location"].endswith("/my"))

    @freeze_time("2026-03-31 12:00:00")
    def test_link_lives_thirty_days_after_closing(self):
        self._close_on("2026-03-02 12:00:00")
        self.assertTrue(self.ticket._is_portal_link_alive())
        self._close_on("2026-03-01 11:00:00")
        self.assertFalse(self.ticket._is_portal_link_alive())

    def test_dead_link_reads_nothing(self):
        self._close_on("2020-01-01 12:00:00")
        response = self.url_open(self.url, allow_redirects=False)
        self.assertTrue(response.headers["Location"].endswith("/my"))
        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(
                "/mail/chatter_fetch",
                {
                    "thread_model": "helpdesk.ticket",
                    "thread_id": self.ticket.id,
                    "token": self.token,
                },
            )

    def test_reporter_reads_an_old_ticket(self):
        self._close_on("2020-01-01 12:00:00")
        self._login(self.asha)
        self.assertIn("Payments fail", self.url_open(self.url).text)

    def test_token_is_not_read_over_rpc(self):
        self.assertNotIn(
            "access_token",
            self.env["helpdesk.ticket"].with_user(self.asha).fields_get(),
        )

    def test_posting_as_portal_user_still_sends_mail(self):
        other = new_test_user(
            self.env,
            login="other",
            groups="digit_support.digit_support_group_partner_member",
            email="other@punjab.example.com",
        )
        self.ticket.message_subscribe(other.partner_id.ids)
        self.ticket.with_user(self.asha).sudo().message_post(
            body="Hello", message_type="comment", subtype_xmlid=REPLY
        )
