"""From a partner's mail to a met deadline, over real SMTP and in real browsers."""

import json
import re
from datetime import datetime, timezone
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from gateway import get_gateway
from playwright.sync_api import expect
from post_office import PostOffice, read

DOMAIN = "support.example.org"
TEAM = f"digit-urban@{DOMAIN}"
ASHA = "asha@punjab.example.com"
CHITRA = "chitra@odisha.example.com"
ROBOT = "robot@punjab.example.com"
PASSWORD = "secret-of-the-test"
REPLY = "We are looking into the payments."
NOTE = "Their server is full again."
ANSWER = "Thank you, it is urgent for us."

# Odoo's own mail gateway still speaks XML-RPC.
EXPECTED = ["xmlrpc.* are deprecated in Odoo 19"]

SET_UP = """
import json
from odoo.fields import Command

env["mail.alias.domain"].create({{"name": "{domain}"}})
punjab, tek = env["res.partner"].create([
    {{"name": "Punjab", "is_company": True, "organisation_type": "client"}},
    {{"name": "Tek", "is_company": True,
      "organisation_type": "implementation_partner"}},
])
env["digit.deployment"].create({{
    "client_id": punjab.id,
    "implementer_id": tek.id,
    "programme_id": env.ref("digit_support.digit_programme_urban").id,
}})
users = env["res.users"].with_context(no_reset_password=True)
asha, chitra, ravi = users.create([
    {{"name": name, "login": login, "email": login, "password": "{password}",
      "tz": "Asia/Kolkata", "group_ids": [Command.set([env.ref(group).id])]}}
    for name, login, group in [
        ("Asha", "{asha}", "digit_support.digit_support_group_partner_contact"),
        ("Chitra", "{chitra}", "digit_support.digit_support_group_partner_contact"),
        ("Ravi", "ravi@egov.example.org", "digit_support.digit_support_group_l1"),
    ]
])
asha.partner_id.parent_id = punjab
team = env.ref("digit_support.helpdesk_ticket_team_urban")
team.user_ids = ravi
admin = env.ref("base.user_admin")
key = env["res.users.apikeys"].with_user(admin)._generate("rpc", "test", None)
env.cr.commit()
print(json.dumps({{"key": key, "address": team.alias_email}}))
"""


@pytest.fixture(scope="module")
def world(copy_database, odoo_shell, odoo_server, make_api):
    """DIGIT Urban with a team of one, a partner, a mail server; nothing reported."""
    with copy_database("mail") as database, PostOffice(DOMAIN) as post:
        script = SET_UP.format(
            domain=DOMAIN, password=PASSWORD, asha=ASHA, chitra=CHITRA
        )
        known = json.loads(odoo_shell(database, script).splitlines()[-1])
        assert known["address"] == TEAM
        smtp = ["--smtp=127.0.0.1", f"--smtp-port={post.port}"]
        with odoo_server(database, smtp, expected=EXPECTED) as odoo:
            post.gateway = get_gateway(odoo)
            api = make_api(odoo.url, known["key"])
            set_url(api, odoo.url)
            yield SimpleNamespace(post=post, odoo=odoo, api=api)


def set_url(api, url):
    """Tell Odoo its own address, which links in mails lead to."""
    api.call("ir.config_parameter", "set_param", key="web.base.url", value=url)


@pytest.fixture(scope="module")
def ticket(world):
    """Asha has written to the team's address, with a copy to Chitra of Odisha."""
    text = "Citizens of Jalandhar cannot pay."
    world.post.send(f"Asha <{ASHA}>", TEAM, "Payments fail", text, Cc=CHITRA)
    (found,) = find_tickets(world, ASHA)
    return SimpleNamespace(**found)


def find_tickets(world, sender):
    """What the tickets of a sender hold."""
    fields = ["number", "name", "user_id", "team_id", "programme_id", "severity_id"]
    fields += ["deployment_id", "sla_state", "sla_deadline"]
    return world.api.find("helpdesk.ticket", [("partner_email", "=", sender)], fields)


@pytest.fixture(scope="module")
def acknowledgement(world, ticket):
    """The first mail that Asha gets."""
    return world.post.wait_for(ASHA, ticket.number)


@pytest.fixture(scope="module")
def agent(world, ticket, open_page):
    """Ravi, the operator, has found the ticket in the list and opened it."""
    with open_page(1280, 800) as page:
        log_in(page, world.odoo.url, "ravi@egov.example.org")
        page.goto(
            f"{world.odoo.url}/odoo/action-helpdesk_mgmt.helpdesk_ticket_action"
            "?view_type=list"
        )
        page.locator(".o_data_row", has_text=ticket.number).get_by_text(
            ticket.name
        ).click()
        expect(page.locator(".o_form_view")).to_be_visible()
        yield page


def log_in(page, url, login):
    """Log in as a person does."""
    page.goto(f"{url}/web/login")
    fill_login(page, login)
    expect(page.locator(".o_main_navbar")).to_be_visible()


def fill_login(page, login):
    """Fill the form of the login page in."""
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("log in", re.IGNORECASE)).click()


@pytest.fixture(scope="module")
def reply(world, acknowledgement, agent, take_screenshot):
    """Ravi has written a note, then a public reply; the mail that Asha gets."""
    expect(agent.locator(".o_digit_sla_countdown")).to_be_visible()
    take_screenshot(agent, "mail-1-agent-before-reply")
    write_message(agent, "Log note", NOTE)
    write_message(agent, "Send message", REPLY)
    return world.post.wait_for(ASHA, REPLY)


def write_message(page, button, text):
    """Write in the chatter."""
    page.get_by_role("button", name=button, exact=True).first.click()
    page.locator(".o-mail-Composer-input").fill(text)
    page.locator(".o-mail-Composer-send").click()
    expect(page.locator(".o-mail-Message", has_text=text)).to_be_visible()


@pytest.fixture(scope="module")
def answer(world, reply):
    """Asha has answered the reply; her message on the ticket."""
    message_id = world.post.send(
        f"Asha <{ASHA}>", reply["Reply-To"], "Re: Payments fail", ANSWER, reply
    )
    (found,) = world.api.find(
        "mail.message",
        [("message_id", "=", message_id)],
        ["model", "res_id", "author_id", "subtype_id", "is_internal"],
    )
    return SimpleNamespace(**found)


@pytest.fixture(scope="module")
def portal(acknowledgement, answer, open_page, take_screenshot):
    """Asha has followed the link of the acknowledgement on her phone."""
    with open_page(390, 844) as page:
        page.goto(get_link(acknowledgement))
        fill_login(page, ASHA)
        expect(page.get_by_text(ANSWER)).to_be_visible()
        take_screenshot(page, "mail-3-portal")
        yield page


def get_link(mail):
    """The address that a mail's button leads to."""
    html = mail.get_body(("html",)).get_content()
    return re.search(r'href="(http[^"]+/my/ticket/\d+)"', html).group(1)


class TestMailToDeadline:
    """Asha of Punjab writes to DIGIT Urban that payments fail.

    She is told her reference number and until when she gets an answer. Ravi, an L1
    operator, finds the ticket in the list, says among colleagues what he thinks and
    in public that they look into it. That reaches her by mail, and the response
    deadline is met. She answers by mail, and reads all of it in the portal on her
    phone; what Ravi said among colleagues she never sees. Chitra of another State, to
    whom she sent a copy, hears nothing of what follows.
    """

    def test_the_mail_is_a_ticket_of_the_team(self, ticket):
        assert ticket.name == "Payments fail"
        assert ticket.team_id[1] == "DIGIT Urban Support"
        assert ticket.programme_id[1] == "DIGIT Urban"
        assert ticket.deployment_id[1] == "Punjab DIGIT Urban"
        assert not ticket.user_id

    def test_the_ticket_has_a_severity_and_a_deadline(self, ticket):
        assert ticket.severity_id[1].startswith("P3")
        assert ticket.sla_state == "running"
        due = to_ist(ticket.sla_deadline)
        assert due.weekday() < 5
        assert 9 <= due.hour <= 18

    def test_the_acknowledgement_tells_what_is_promised(self, ticket, acknowledgement):
        due = to_ist(ticket.sla_deadline)
        text = read(acknowledgement)
        assert ticket.severity_id[1] in text
        assert f"{due:%a} {due.day} {due:%b %Y}, {due:%H:%M} IST" in text
        assert f"[{ticket.number}]" in acknowledgement["Subject"]

    def test_the_acknowledgement_says_that_a_machine_wrote_it(self, acknowledgement):
        assert acknowledgement["Auto-Submitted"] == "auto-replied"
        assert acknowledgement["X-Auto-Response-Suppress"] == "All"

    def test_the_acknowledgement_comes_from_the_team(self, acknowledgement):
        assert TEAM in acknowledgement["From"]
        assert TEAM in acknowledgement["Reply-To"]

    def test_the_agent_sees_severity_and_time_left(self, agent, ticket):
        severity = agent.locator("[name=badges] [name=severity_id]")
        expect(severity).to_contain_text(ticket.severity_id[1])
        expect(agent.locator(".o_digit_sla_countdown").first).not_to_be_empty()

    def test_the_reply_comes_by_mail_and_can_be_answered(self, reply):
        assert TEAM in reply["Reply-To"]

    def test_the_answer_threads_into_the_ticket(self, ticket, answer):
        assert (answer.model, answer.res_id) == ("helpdesk.ticket", ticket.id)
        assert answer.author_id[1].endswith("Asha")
        assert answer.subtype_id[1] == "Discussions"
        assert not answer.is_internal

    def test_the_reply_met_the_response_clock(self, world, reply):
        (found,) = find_tickets(world, ASHA)
        assert found["sla_state"] == "met"

    def test_the_agent_sees_the_answer(self, agent, answer, take_screenshot):
        agent.reload()
        expect(agent.locator(".o-mail-Message", has_text=ANSWER)).to_be_visible()
        take_screenshot(agent, "mail-2-agent-after-answer")

    def test_the_portal_shows_the_ticket_and_the_conversation(self, portal, ticket):
        expect(portal.get_by_text(ticket.number).first).to_be_visible()
        for text in (REPLY, ANSWER):
            expect(portal.get_by_text(text)).to_be_visible()

    def test_the_portal_fits_a_phone(self, portal):
        assert portal.evaluate("document.documentElement.scrollWidth") <= 390

    def test_the_note_is_not_in_the_portal(self, portal):
        assert NOTE not in portal.content()

    def test_the_note_is_in_no_mail(self, world, portal):
        assert not [mail for _to, mail in world.post.mails if NOTE in read(mail)]

    def test_asha_got_two_mails(self, world, portal):
        assert len(world.post.mailbox(ASHA)) == 2

    def test_chitra_got_the_copy_alone(self, world, portal):
        (copy,) = world.post.mailbox(CHITRA)
        assert ASHA in copy["From"]

    def test_an_automatic_mail_is_a_ticket_without_acknowledgement(self, world):
        world.post.send(
            ROBOT, TEAM, "Out of office", "Until Monday.", Auto_Submitted="auto-replied"
        )
        (found,) = find_tickets(world, ROBOT)
        domain = [("model", "=", "helpdesk.ticket"), ("res_id", "=", found["id"])]
        assert not world.api.find("mail.mail", domain, ["subject"])
        assert not world.post.mailbox(ROBOT)


def to_ist(text):
    """A moment of the API, as the clock on a wall in India shows it."""
    moment = datetime.fromisoformat(text).replace(tzinfo=timezone.utc)
    return moment.astimezone(ZoneInfo("Asia/Kolkata"))
