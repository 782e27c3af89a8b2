from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common_api import URL, ApiCommon
from .common_mass import MassAssignment
from .common_portal_registry import PortalRegistryCommon

# What comes of another stage, and of a message that is written: no form decides it.
STAGE = {"stage_id", "closed_date", "last_stage_update", "unattended"}
STAGE |= {"sla_triage_date", "access_token"}
SPOKEN = {"message_ids", "website_message_ids", "last_word_date"}
AGAIN = {"activity_ids", "message_follower_ids", "reopen_count"}
# Of each form on a ticket's page: all that may change.
ALLOWED = {
    "close": STAGE | SPOKEN,
    "confirm": STAGE | SPOKEN,
    "reopen": STAGE | SPOKEN | AGAIN,
    "rate": {"digit_rating_ids"},
    "enter time": {"time_entry_ids"},
    "correct time": set(),
    "remove time": {"time_entry_ids"},
}
# What every new ticket has of its own.
OWN = {"number", "form_key", "access_token", "duration_tracking"}
OWN |= {"message_ids", "website_message_ids", "message_follower_ids"}


@tagged("post_install", "-at_install")
class TestMassAssignment(MassAssignment, PortalRegistryCommon):
    """S13: what a form is for changes of a ticket, whatever is sent with it.

    Tanvi is a member of Tek as Tejas is its contact person.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.punjab.email = "office@punjab.example.com"
        cls.tanvi = new_test_user(
            cls.env,
            login="tanvi",
            groups="digit_support.digit_support_group_partner_member",
        )
        cls.tanvi.partner_id.parent_id = cls.tek
        cls.env["digit.support.level"].create(
            {"name": "L1", "programme_id": cls.programme.id}
        )
        cls.other = cls._create_ticket(cls.chitra)

    def _make(self, user, **vals):
        return self._create_ticket(user, team_id=self.team.id, **vals)

    def _resolve(self, user):
        ticket = self._make(user)
        ticket.stage_id = self.done
        return ticket

    def _check(self, form, user, ticket, path, status, **own):
        """Only what the form is for changed, and that when it was taken."""
        self._login(user)
        other = self._read_all(self.other)
        response, changed = self._post_all(ticket, path, **own)
        self.assertEqual(response.status_code, status, path)
        self.assertEqual(changed - ALLOWED.get(form, set()), set(), path)
        self.assertEqual(self._read_all(self.other), other, path)
        return changed

    def test_closing_closes(self):
        for user in (self.asha, self.balbir):
            ticket = self._make(user)
            own = {"ticket_id": ticket.id, "stage_id": self.done.id}
            changed = self._check("close", user, ticket, "/ticket/close", 302, **own)
            self.assertIn("stage_id", changed)

    def test_answer_to_a_resolution_confirms_or_reopens(self):
        for user in (self.asha, self.balbir):
            for answer in ("confirm", "reopen"):
                ticket = self._resolve(user)
                path = f"/my/ticket/{ticket.id}/resolution"
                own = {"answer": answer, "reason": "Why"}
                changed = self._check(answer, user, ticket, path, 302, **own)
                self.assertIn("stage_id", changed)

    def test_rating_rates(self):
        for user in (self.asha, self.balbir):
            ticket = self._resolve(user)
            path = f"/my/ticket/{ticket.id}/rating"
            own = {"answer": "partly", "comment": "Slow"}
            self.assertTrue(self._check("rate", user, ticket, path, 303, **own))
            self.assertRecordValues(
                ticket.digit_rating_ids,
                [{"score": 50, "entered_by_id": False, "comment": "Slow"}],
            )

    def test_links_in_a_mail_do_what_their_page_asks(self):
        for form, get_url, own in (
            ("confirm", "get_confirmation_url", {"answer": "confirm", "reason": ""}),
            ("reopen", "get_confirmation_url", {"answer": "reopen", "reason": "Why"}),
            ("rate", "get_rating_url", {"answer": "satisfied", "comment": ""}),
        ):
            ticket = self._resolve(self.balbir)
            url = getattr(ticket, get_url)().removeprefix(ticket.get_base_url())
            self.authenticate(None, None)
            _response, changed = self._post_all(ticket, url, **own)
            self.assertTrue(changed, form)
            self.assertEqual(changed - ALLOWED[form], set(), form)

    def test_time_is_entered_corrected_and_removed(self):
        ticket = self._make(self.balbir)
        path = f"/my/ticket/{ticket.id}/time"
        own = {"minutes": "15", "other": "", "note": "", "date": ""}
        self._check("enter time", self.tejas, ticket, path, 303, **own)
        entry = ticket.time_entry_ids
        self.assertRecordValues(entry, [{"minutes": 15, "user_id": self.tejas.id}])
        path = f"{path}/{entry.id}"
        own = {**own, "minutes": "20", "action": ""}
        self._check("correct time", self.tejas, ticket, path, 303, **own)
        self.assertRecordValues(entry, [{"minutes": 20, "user_id": self.tejas.id}])
        own = {"action": "remove"}
        self._check("remove time", self.tejas, ticket, path, 303, **own)
        self.assertFalse(ticket.time_entry_ids)

    @mute_logger("odoo.http")
    def test_members_of_the_implementer_enter_none(self):
        ticket = self._make(self.balbir)
        path = f"/my/ticket/{ticket.id}/time"
        self._check("none", self.tanvi, ticket, path, 404, minutes="15")
        self.assertFalse(ticket.time_entry_ids)

    @mute_logger("odoo.http")
    def test_forms_of_something_else_change_no_ticket(self):
        ticket = self._make(self.balbir)
        invited = {"name": "Bina", "email": "bina@punjab.example.com", "lang": ""}
        installed = {
            "environment": self.production.id,
            "service": self.workflow.id,
            "version": "3.0.0",
            "date": "2026-01-05",  # Monday
            "what": "",
            "note": "",
        }
        report = f"/my/deployments/{self.deployment.id}/report"
        for user, status in ((self.asha, 303), (self.balbir, 404)):
            for path, own in (("/my/colleagues/invite", invited), (report, installed)):
                self._check("none", user, ticket, path, status, **own)

    def test_new_ticket_has_what_the_form_asks_for(self):
        for user in (self.asha, self.balbir):
            self._login(user)
            plain, full = self._submit_new(), self._submit_new(is_full=True)
            self.assertEqual(full.partner_id, user.partner_id)
            self.assertEqual(self._get_made_otherwise(plain, full) - OWN, set())

    def _submit_new(self, is_full=False):
        self._mark()
        foreign = self._get_foreign_values(self.other) if is_full else {}
        # the form itself asks for these
        own = {"kind": "bug", "description": "Since nine."}
        self.assertEqual(self._submit(**{**foreign, **own}).status_code, 302)
        [ticket] = self._get_new_tickets()
        return ticket


@tagged("post_install", "-at_install")
class TestMassAssignmentApi(MassAssignment, ApiCommon):
    """S13 for apps: a field that is not declared is refused, not left out."""

    def test_fields_of_a_ticket_are_refused_one_by_one(self):
        ticket = self._create_ticket()
        self.last_id = ticket.id
        declared = {"kind", "description", "location", "subject"}
        foreign = self._get_foreign_values(ticket)
        self.client_both.minute_limit = 2 * len(foreign)
        for name in sorted(set(foreign) - declared):
            self.assertRefused(422, name, **{name: foreign[name]})

    def test_fields_in_the_address_are_nothing(self):
        plain = self._report(deployment=self.deployment.id)
        foreign = self._get_foreign_values(plain)
        self.last_id = plain.id
        report = self._get_report(client_id="report-2", deployment=self.deployment.id)
        response = self.url_open(
            URL,
            params=foreign,
            json=report,
            headers=self._get_headers(self.key),
            method="POST",
        )
        self.assertEqual(response.status_code, 201, response.text)
        full = self._get_new_tickets()
        self.assertEqual(self._get_made_otherwise(plain, full) - OWN, set())
