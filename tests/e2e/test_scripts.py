"""What a mail brings runs in nobody's browser, and tells nobody who reads it (S9).

Each vector is in six places of one ticket: who, what, twice the text and the name of a
file, and on the page that its link opens without a login. Looked at are the pages after
the browser has made of them what it does, since only that shows what would run.
"""

import json
from types import SimpleNamespace

import pytest
from vectors import HOST, get_vectors, write

pytestmark = pytest.mark.long

PASSWORD = "secret-of-the-test"
PLACES = ("subject", "name", "description", "answer", "file", "link")
AGENT, REPORTER = "ravi", "asha"
SET_UP = """
import json
from email.message import EmailMessage
from odoo.fields import Command

def user(login, role):
    group = env.ref(f"digit_support.digit_support_group_{{role}}")
    return env["res.users"].with_context(no_reset_password=True).create({{
        "name": login.title(), "login": login, "password": "{password}",
        "email": f"{{login}}@punjab.example.org", "group_ids": [Command.set(group.ids)],
    }})

ravi, asha = user("{agent}", "l1"), user("{reporter}", "partner_member")
team = env.ref("digit_support.helpdesk_ticket_team_urban")
team.user_ids = ravi
domain = env["mail.alias.domain"].create({{"name": "support.example.org"}})
team.write({{"alias_name": "urban", "alias_domain_id": domain.id}})
env["mail.gateway.allowed"].create({{"email": asha.email}})
env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 9999)

def receive(number, vectors, body, **headers):
    mail = EmailMessage()
    mail["From"] = asha.email
    mail["To"] = "urban@support.example.org"
    mail["Message-ID"] = f"<{{number}}-{{body}}@punjab.example.org>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(vectors[body], subtype="html")
    mail.add_attachment(b"x", "text", "plain", filename=vectors["file"])
    env["mail.thread"].message_process(None, mail.as_bytes())
    message = env["mail.message"].search([("message_id", "=", mail["Message-ID"])])
    assert message.model == "helpdesk.ticket", (number, body)
    return env["helpdesk.ticket"].browse(message.res_id)

found = []
for number, vectors in enumerate(json.loads({vectors!r})):
    subject = " ".join(vectors["subject"].split())
    ticket = receive(number, vectors, "description", Subject=subject)
    receive(number, vectors, "answer", Subject="Re",
            In_Reply_To=f"<{{number}}-description@punjab.example.org>")
    # what a mail says of a sender whom we know is not taken from it
    ticket.write({{"partner_name": vectors["name"], "user_id": ravi.id}})
    closed = ticket.copy({{"name": vectors["link"], "partner_id": asha.partner_id.id,
                           "team_id": team.id}})
    closed.stage_id = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
    url = closed.get_confirmation_url().removeprefix(closed.get_base_url())
    found.append([ticket.id, url])
env.cr.commit()
print(json.dumps(found))
"""
# What would run by a click, or did not run only because nobody moved the mouse.
FIND_PROGRAMS = r"""() => {
    const found = [];
    const isProgram = (value) =>
        /^(javascript|vbscript|data:text\/html)/i.test(
            value.replace(/[\x00-\x20]/g, "")
        );
    const look = (root) => {
        for (const node of root.querySelectorAll("*")) {
            for (const {name, value} of node.attributes) {
                const runs = name.startsWith("on") && value.includes("alert(");
                const leads = /^(xlink:)?(href|src|action|formaction|data)$/.test(name);
                if (runs || (leads && isProgram(value) && value.includes("alert"))) {
                    found.push(node.outerHTML.slice(0, 200));
                }
            }
            if (node.localName === "script" && /^alert\(/.test(node.textContent)) {
                found.push(node.outerHTML.slice(0, 200));
            }
            for (const inner of [node.shadowRoot, node.contentDocument]) {
                if (inner) {
                    look(inner);
                }
            }
        }
    };
    look(document);
    return found;
}"""


@pytest.fixture(scope="module")
def world(copy_database, odoo_shell, odoo_server):
    """A ticket and a link for each vector."""
    vectors = [
        {place: write(vector, f"{number}-{place}") for place in PLACES}
        for number, vector in enumerate(get_vectors())
    ]
    script = SET_UP.format(
        password=PASSWORD, agent=AGENT, reporter=REPORTER, vectors=json.dumps(vectors)
    )
    with copy_database("scripts") as database:
        found = json.loads(odoo_shell(database, script).splitlines()[-1])
        with odoo_server(database) as odoo:
            yield SimpleNamespace(url=odoo.url, found=found)


class Watch:
    """What runs, would run, or is fetched from elsewhere on a page."""

    def __init__(self, page):
        self.page = page
        self.ran, self.programs, self.fetched = [], [], []
        page.on("dialog", self._on_dialog)
        page.on("request", self._on_request)

    def _on_dialog(self, dialog):
        if dialog.type == "beforeunload":
            dialog.accept()  # an editor that puts a text in order asks whether to leave
        else:
            self.ran.append(dialog.message)
            dialog.dismiss()

    def _on_request(self, request):
        if HOST in request.url.split("?")[0]:
            self.fetched.append(request.url)

    def look(self, address, awaited):
        self.page.goto(address)
        self.page.locator(awaited).first.wait_for(state="attached")
        self.programs += self.page.evaluate(FIND_PROGRAMS)

    def check(self):
        assert not self.ran
        assert not self.programs
        assert not self.fetched


@pytest.fixture
def watch(world, open_page):
    """``watch("asha")``: their browser, which is watched."""
    with open_page(1280, 800) as page:

        def watched(login=None):
            if login:
                page.goto(f"{world.url}/web/login")
                page.fill("input[name=login]", login)
                page.fill("input[name=password]", PASSWORD)
                page.click("button[type=submit]")
                page.locator(".o_main_navbar, .o_portal").first.wait_for()
            return Watch(page)

        yield watched


def test_the_watch_sees_what_runs(watch):
    seen = watch()
    for vector in ("<img src=x onerror={hit}>", "<svg onload={hit}>"):
        seen.page.set_content(write(vector, "control"))
    assert "control" in seen.ran
    for vector in ("<a href='&#106;avascript:{hit}'>x</a>", "<p onmouseover={hit}>x"):
        seen.page.set_content(write(vector, "control"))
        assert seen.page.evaluate(FIND_PROGRAMS), vector
    seen.page.set_content(write("<p style='background:url({far})'>x</p>", "control"))
    assert seen.fetched


def test_nothing_runs_at_the_reporters(world, watch):
    seen = watch(REPORTER)
    for ticket, _link in world.found:
        seen.look(f"{world.url}/my/ticket/{ticket}", ".o-mail-Message")
    for number in range(1, 4):
        seen.look(f"{world.url}/my/tickets?filterby=all&page={number}", "table")
    seen.check()


def test_nothing_runs_at_the_agents(world, watch):
    seen = watch(AGENT)
    for ticket, _link in world.found:
        address = f"{world.url}/odoo/helpdesk.ticket/{ticket}"
        seen.look(address, ".o-mail-Message")
    action = f"{world.url}/odoo/action-helpdesk_mgmt.helpdesk_ticket_action"
    for view in ("list", "kanban"):
        seen.look(f"{action}?view_type={view}", ".o_list_renderer, .o_kanban_renderer")
    seen.check()


def test_nothing_runs_where_a_link_leads(world, watch):
    seen = watch()
    for _ticket, link in world.found:
        seen.look(f"{world.url}{link}", "form")
    seen.check()
