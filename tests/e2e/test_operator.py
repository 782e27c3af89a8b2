"""An operator's day without a mouse: a call from a cold start, and the triage."""

import json
import time
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

LOGIN = "ravi@egov.example.org"
PASSWORD = "secret-of-the-test"
TYPING = 60  # ms a character: a quick typist
LIMIT = 30  # seconds for a whole call

SET_UP = f"""
import json
from odoo.fields import Command

punjab = env["res.partner"].create(
    {{"name": "Punjab", "is_company": True, "organisation_type": "client",
      "country_id": env.ref("base.in").id}}
)
env["digit.deployment"].create({{
    "client_id": punjab.id,
    "programme_id": env.ref("digit_support.digit_programme_urban").id,
}})
asha = env["res.partner"].create(
    {{"name": "Asha", "phone": "+91 98765 43210", "parent_id": punjab.id}}
)
ravi = env["res.users"].with_context(no_reset_password=True).create({{
    "name": "Ravi", "login": "{LOGIN}", "email": "{LOGIN}",
    "password": "{PASSWORD}", "tz": "Asia/Kolkata",
    "group_ids": [Command.set([env.ref("digit_support.digit_support_group_l1").id])],
}})
team = env.ref("digit_support.helpdesk_ticket_team_urban")
team.user_ids = ravi
tickets = env["helpdesk.ticket"].create([
    {{"name": name, "description": "-", "partner_id": asha.id, "team_id": team.id,
      "user_id": False}}
    for name in ("First", "Second", "Third", "Fourth")
])
original = env["helpdesk.ticket"].create(
    {{"name": "Known already", "description": "-", "team_id": team.id,
      "user_id": ravi.id,
      "stage_id": env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress").id}}
)
admin = env.ref("base.user_admin")
key = env["res.users.apikeys"].with_user(admin)._generate("rpc", "test", None)
env.cr.commit()
print(json.dumps({{"key": key, "tickets": tickets.ids, "original": original.number}}))
"""


@pytest.fixture(scope="module")
def world(copy_database, odoo_shell, odoo_server, make_api):
    """DIGIT Urban with one operator, one caller and four tickets to sort."""
    with copy_database("operator") as database:
        known = json.loads(odoo_shell(database, SET_UP).splitlines()[-1])
        with odoo_server(database) as odoo:
            api = make_api(odoo.url, known.pop("key"))
            yield SimpleNamespace(url=odoo.url, api=api, **known)


@pytest.fixture
def operator(world, open_page):
    """Ravi's browser after the login, on the screen that he begins with."""
    with open_page(1280, 800) as page:
        page.goto(f"{world.url}/web/login")
        page.fill("input[name=login]", LOGIN)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.goto(f"{world.url}/odoo/to-triage")
        expect(page.locator(".o_list_view, .o_view_nocontent").first).to_be_visible()
        yield page


class Keyboard:
    """Fills in a form as a person does, who sees where the keyboard is."""

    def __init__(self, page):
        self.page = page
        self.count = 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1

    def write(self, field, text):
        """Type into the field that the keyboard is in: it has to be ``field``."""
        expect(
            self.page.locator(f".o_field_widget[name={field}] :focus")
        ).to_be_visible()
        self.page.keyboard.type(text, delay=TYPING)

    def pick(self, field, text):
        """Type what a list of suggestions finds, and take the first one."""
        self.write(field, text)
        expect(
            self.page.locator(".o-autocomplete--dropdown-item .ui-state-active")
        ).to_be_visible()
        self.press("Tab")


def find_ticket(world, domain):
    """The one ticket that matches."""
    fields = ["name", "number", "partner_name", "partner_phone", "user_id"]
    fields += ["deployment_id", "channel_id", "stage_id", "duplicate_id"]
    (found,) = world.api.find("helpdesk.ticket", domain, fields)
    return SimpleNamespace(**found)


def test_the_triage_takes_few_keys_and_opens_the_next(world, operator, take_screenshot):
    first, second, third, fourth = world.tickets
    keyboard = Keyboard(operator)
    operator.get_by_text("First", exact=True).click()
    title = operator.locator(".o_form_view .o_field_widget[name=name] input")
    expect(title).to_have_value("First")
    # sorted: past kind, category and service to what hangs on it
    expect(operator.locator(".o_field_widget[name=kind] :focus")).to_be_visible()
    keyboard.press("Tab", "Tab", "Tab")
    keyboard.pick("impact_id", "High")
    expect(operator.locator(".o_form_view [name=badges]")).to_contain_text("P2")
    take_screenshot(operator, "triage")
    keyboard.press("Alt+q")
    expect(title).to_have_value("Second")
    # asked about, by a template
    keyboard.press("Alt+a")
    expect(operator.locator(".modal .o_field_widget[name=body]")).to_contain_text(
        "we need to know"
    )
    keyboard.press("Alt+q")
    expect(title).to_have_value("Third")
    # reported before
    keyboard.press("Alt+d")
    keyboard.pick("duplicate_of_id", world.original)
    keyboard.press("Alt+q")
    expect(title).to_have_value("Fourth")
    # mine; the queue is empty then
    keyboard.press("Alt+w")
    expect(operator.get_by_text("Every ticket is sorted")).to_be_visible()
    assert keyboard.count == 11
    stages = {
        ticket["id"]: ticket["stage_id"][1]
        for ticket in world.api.find(
            "helpdesk.ticket", [("id", "in", world.tickets)], ["stage_id"]
        )
    }
    assert stages == {
        first: "In Progress",
        second: "Waiting for Partner",
        third: "New",
        fourth: "In Progress",
    }
    assert find_ticket(world, [("id", "=", third)]).duplicate_id
    assert find_ticket(world, [("id", "=", fourth)]).user_id[1] == "Ravi"


def test_a_call_of_somebody_new_is_logged_from_a_cold_start(
    world, operator, take_screenshot
):
    keyboard = Keyboard(operator)
    start = time.monotonic()
    keyboard.press("Alt+1")
    keyboard.pick("partner_id", "Balbir Singh")
    keyboard.write("partner_phone", "98111 22233")
    keyboard.press("Tab")
    keyboard.pick("organisation_id", "Punj")
    keyboard.write("name", "Receipts are not printed")
    keyboard.press("Tab")
    keyboard.write("description", "Since nine this morning, at every counter.")
    keyboard.press("Alt+q")
    number = operator.locator(".modal .o_field_widget[name=number]")
    expect(number).to_be_visible()
    assert time.monotonic() - start < LIMIT
    take_screenshot(operator, "call-logged")
    ticket = find_ticket(world, [("name", "=", "Receipts are not printed")])
    expect(number).to_have_text(ticket.number)
    assert ticket.partner_name == "Balbir Singh"
    assert ticket.deployment_id
    # the window is closed by the keyboard, too
    keyboard.press("Enter")
    expect(operator.locator(".modal")).to_have_count(0)


def test_a_known_caller_is_found_by_the_number_and_helped_at_once(world, operator):
    keyboard = Keyboard(operator)
    keyboard.press("Alt+1")
    keyboard.pick("partner_id", "9876543210")
    keyboard.write("name", "Password forgotten")
    keyboard.press("Tab", "Tab")
    keyboard.press("ArrowUp", "ArrowUp", "Tab")
    keyboard.write("answer", "Sent a new one.")
    keyboard.press("Alt+q")
    expect(operator.locator(".modal .o_field_widget[name=number]")).to_be_visible()
    ticket = find_ticket(world, [("name", "=", "Password forgotten")])
    assert ticket.partner_name == "Asha"
    assert ticket.stage_id[1] == "Closed"


def test_a_number_that_is_not_known_is_kept(world, operator):
    keyboard = Keyboard(operator)
    keyboard.press("Alt+1")
    keyboard.pick("partner_id", "+91 90000 12345")
    keyboard.write("partner_name", "Gita")
    phone = operator.locator(".modal .o_field_widget[name=partner_phone] input")
    expect(phone).to_have_value("+91 90000 12345")
