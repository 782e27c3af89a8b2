"""The portal as partners meet it: shut out nobody, lose nothing (axe, a real browser).

One server and one browser for all of it.
"""

import json
import re

import pytest
import requests
from digit_env import formatter

PASSWORD = "asha-password"
# A contact person of the implementation partner sees every page that there is.
CREATE = f"""
import json
from odoo.fields import Command, Datetime
partner = env["res.partner"].create
punjab, tek = partner([
    {{"name": "Punjab", "is_company": True, "organisation_type": "client"}},
    {{"name": "Tek", "is_company": True, "email": "office@tek.example.com",
      "organisation_type": "implementation_partner"}},
])
def user(login, role, **vals):
    group = env.ref(f"digit_support.digit_support_group_partner_{{role}}")
    made = env["res.users"].with_context(no_reset_password=True).create({{
        "name": login.title(), "login": login, "password": "{PASSWORD}",
        "email": f"{{login}}@tek.example.com", "group_ids": [Command.set(group.ids)],
        **vals,
    }})
    made.partner_id.parent_id = tek
    return made
asha, balbir = user("asha", "contact"), user("balbir", "member")
programme = env.ref("digit_support.digit_programme_urban")
deployment, other = env["digit.deployment"].create([
    {{"client_id": punjab.id, "implementer_id": tek.id, "name": name,
      "programme_id": programme.id}}
    for name in ("Punjab Urban", "Punjab Rural")
])
service, second = env["digit.service"].create([{{"name": n}} for n in ("Pay", "Tax")])
programme.product_ids.service_ids |= service | second
def version(name, day, service=service):
    return env["digit.service.version"].create(
        {{"service_id": service.id, "name": name, "release_date": day}}
    )
old, new, third = (
    version("1.2.0", "2022-01-03"), version("2.5.0", "2024-01-01"),
    version("3.1.0", "2025-01-01"),
)
places = env["digit.environment"].create([
    {{"name": name, "deployment_id": deployment.id}} for name in ("Production", "UAT")
])
env["digit.installation"].create([
    {{"environment_id": places[0].id, "version_id": new.id}},
    {{"environment_id": places[1].id, "version_id": old.id}},
])
env["digit.fix"].create({{
    "name": "F", "service_id": service.id, "partner_summary": "Sums are rounded.",
    "affected_version_ids": [Command.link(new.id)],
    "line_ids": [Command.create({{"major": 3, "version_id": third.id}}),
                 Command.create({{"major": 2,
                                  "version_id": version("2.6.0", "2024-06-03").id}})],
}})
release, planned = env["digit.release"].create([
    {{"name": name, "state": state, "release_date": day, "summary": "S",
      "product_id": programme.product_ids[:1].id, "notes": "<p>Notes</p>",
      "line_ids": [Command.create({{"version_id": v.id}})]}}
    for name, state, day, v in (
        ("R1", "published", "2024-01-01", new), ("R2", "planned", "2099-01-01", third),
    )
])
def ticket(name, **vals):
    return env["helpdesk.ticket"].create({{
        "name": name, "description": "<p>Since nine.</p>", "user_id": False,
        "partner_id": asha.partner_id.id, "partner_name": "Asha",
        "deployment_id": deployment.id, "service_id": service.id,
        "version_id": new.id, "partner_email": asha.email, **vals,
    }})
open_ticket, waiting, done = (
    ticket("Payments fail"), ticket("Receipts are empty"), ticket("Solved one")
)
open_ticket.message_post(
    body="We look.", message_type="comment", subtype_xmlid="mail.mt_comment"
)
waiting.stage_id = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting")
done.stage_id = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
env["digit.time.entry"].create(
    {{"ticket_id": open_ticket.id, "user_id": asha.id, "minutes": 15, "note": "Logs"}}
)
open_ticket.with_user(asha).sudo()._escalate_by_partner("All queue up.")
called = open_ticket._escalate("Urgent.").sudo()
env.cr.commit()
print("MADE", json.dumps({{
    "open": open_ticket.id, "waiting": waiting.id, "done": done.id,
    "deployment": deployment.id, "release": release.id, "service": service.id,
    "confirm": done.get_confirmation_url().split("/ticket/")[1],
    "rate": done.get_rating_url().split("/ticket/")[1],
    "escalate": called._get_acknowledge_url(env.ref("base.user_admin"))
        .split("/ticket/")[1],
}}))
"""
PAGES = (
    "/my",
    "/my/tickets",
    "/my/tickets?filterby=all&search=nothing+like+it",
    "/my/tickets?filterby=all&groupby=stage",
    "/new/ticket",
    "/new/ticket?deployment={deployment}&service={service}&subject=Payments+fail",
    "/my/ticket/{open}",
    "/my/ticket/{waiting}",
    "/my/ticket/{done}",
    "/my/deployments",
    "/my/deployments/{deployment}",
    "/my/deployments/{deployment}/report",
    "/my/releases",
    "/my/releases/{release}",
    "/my/roadmap",
    "/my/colleagues",
    "/ticket/resolution/x",
    "/ticket/{confirm}",
    "/ticket/{rate}",
    "/ticket/escalation/x",
    "/ticket/{escalate}",
    "/web/login",
)
SERIOUS = ("serious", "critical")
RUN_AXE = """async () => (await axe.run(document, {resultTypes: ["violations"]}))
    .violations.map(({id, impact, nodes}) => ({id, impact,
        nodes: nodes.map((node) => node.target.join(" ") + ": " + node.html)}))"""


@pytest.fixture(scope="module")
def portal(copy_database, odoo_shell, odoo_server):
    """A server, with ``made``: what there is to see."""
    with copy_database("portal") as database:
        printed = odoo_shell(database, CREATE)
        line = next(line for line in printed.splitlines() if line.startswith("MADE"))
        with odoo_server(database) as odoo:
            odoo.made = json.loads(line.removeprefix("MADE"))
            yield odoo


@pytest.fixture
def enter(portal, open_page):
    """``with enter(width) as page``: Asha's browser, logged in."""

    def entered(width):
        return open_page(width, 844)

    return entered


def log_in(page, url, login="asha"):
    """Log in on the page that asks for it."""
    page.goto(f"{url}/web/login?redirect=/my")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(re.compile("/my"))


def find_violations(page):
    """What is serious on the page for who does not see, hear or click well."""
    if page.locator(".o_portal_chatter").count():
        page.wait_for_load_state("networkidle")  # the conversation comes later
    page.add_script_tag(path=formatter.AXE)
    return [
        "\n    ".join(
            [f"{page.url}: {found['id']}, {found['impact']}", *found["nodes"]]
        )
        for found in page.evaluate(RUN_AXE)
        if found["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_shut_out_nobody(portal, enter, width):
    with enter(width) as page:
        log_in(page, portal.url)
        wrong = []
        for path in PAGES:
            page.goto(portal.url + path.format(**portal.made))
            wrong += find_violations(page)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append(f"{path} is wider than the window")
        assert not wrong, "\n" + "\n".join(wrong)


def write_report(page, url):
    """Fill in the form as a partner does, without sending it."""
    page.goto(f"{url}/new/ticket")
    page.select_option("#deployment", label="Punjab Urban")
    page.locator("#service").wait_for()
    page.wait_for_load_state("networkidle")
    page.locator("label[for^=kind_bug]").click()
    page.locator("label[for^=impact_]").first.click()
    page.fill("#subject", "Payments stop")
    page.fill("#description", "Since <nine>.\nAnd ten.")
    page.locator("#description").blur()
    page.wait_for_load_state("networkidle")


def read_report(page):
    """What stands in the form."""
    return {
        "deployment": page.locator("#deployment option:checked").inner_text(),
        "kind": page.locator("input[name=kind]:checked").input_value(),
        "impacts": page.locator("input[name=impact]:checked").count(),
        "subject": page.locator("#subject").input_value(),
        "description": page.locator("#description").input_value(),
    }


WRITTEN = {
    "deployment": "Punjab Urban",
    "kind": "bug",
    "impacts": 1,
    "subject": "Payments stop",
    "description": "Since <nine>.\nAnd ten.",
}


def test_what_was_typed_is_back_after_logging_in_again(portal, enter):
    with enter(390) as page:
        log_in(page, portal.url)
        write_report(page, portal.url)
        page.context.clear_cookies()
        page.close()  # the battery is empty
        page = page.context.new_page()
        log_in(page, portal.url)
        page.goto(f"{portal.url}/new/ticket")
        page.locator(".o_digit_draft").wait_for()
        assert read_report(page) == WRITTEN
        # nobody else who logs in here finds it
        page.context.clear_cookies()
        log_in(page, portal.url, "balbir")
        page.goto(f"{portal.url}/new/ticket")
        page.wait_for_load_state("networkidle")
        assert page.locator("#subject").input_value() == ""


def test_sending_after_the_session_ended_loses_nothing(portal, enter):
    with enter(390) as page:
        log_in(page, portal.url)
        write_report(page, portal.url)
        page.locator("label[for^=urgency_]").first.click()
        page.context.clear_cookies()
        page.get_by_role("button", name="Send to support").click()
        page.get_by_role("heading", name="You were logged out").wait_for()
        assert not find_violations(page)
        other = page.context.new_page()
        log_in(other, portal.url)
        page.get_by_role("button", name="Go on with my report").click()
        page.locator(".o_digit_ticket_form .alert-danger").wait_for()
        assert read_report(page) == WRITTEN
        page.get_by_role("button", name="Send to support").click()
        page.wait_for_url(re.compile(r"/my/ticket/\d+"))
        # what was sent is no draft any more
        page.goto(f"{portal.url}/new/ticket")
        page.wait_for_load_state("networkidle")
        assert page.locator("#subject").input_value() == ""


def test_similar_tickets_and_fixes_are_told_while_typing(portal, enter):
    with enter(390) as page:
        log_in(page, portal.url)
        page.goto(f"{portal.url}/new/ticket")
        page.select_option("#deployment", label="Punjab Urban")
        page.locator("#environment").wait_for()
        page.select_option("#environment", label="Production")
        page.wait_for_load_state("networkidle")
        page.select_option("#service", label="Pay")
        page.get_by_text("Sums are rounded.").wait_for()
        page.locator("#subject").press_sequentially("Receipts emp")
        page.locator(".o_digit_similar").get_by_text("Receipts are empty").wait_for()


def test_server_logs_no_token_of_a_link(portal):
    for name in ("confirm", "rate", "escalate"):
        requests.get(f"{portal.url}/ticket/{portal.made[name]}", timeout=60)
        kind, token = portal.made[name].split("/")
        log = portal.log.read_text()
        assert f"GET /ticket/{kind}/*** HTTP" in log
        assert token not in log
