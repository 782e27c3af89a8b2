import json
import os
import random

from odoo.tests import BaseCase, tagged

from ..tools import api_document, api_schema
from .common_api import ApiCommon

BODIES = int(os.environ.get("DIGIT_BODIES", "200"))
SEED = 20261123
# What has brought down others' parsers.
ODD = [
    None, True, 0, -1, 1.5, 1e308, 2**63, 10**400, [], [[]], [None], {}, {"": ""},
    "", " ", "x", "\0", "\ud800", "x" * 70_000, "٣", "😀", "=1+1", "<script>", "../..",
    "2026-99-99", "2026-11-23T09:30:00Z", "A===", "high", "bug", {"name": None},
]  # fmt: skip


@tagged("post_install", "-at_install")
class TestApiDocument(ApiCommon):
    def _fetch(self):
        response = self.url_open("/digit/api/v1/openapi.json")
        self.assertEqual(response.status_code, 200)
        return response.json()

    def test_describes_every_route(self):
        described = {
            api_document.PATH + path.replace("{", "<string:").replace("}", ">")
            for path in self._fetch()["paths"]
        }
        rules = self.env["ir.http"].routing_map().iter_rules()
        routes = {
            rule.rule for rule in rules if rule.endpoint.routing["type"] == "digit_api"
        }
        self.assertEqual(described, routes)

    def test_references_lead_somewhere(self):
        document = self._fetch()
        text = json.dumps(document)
        for part in text.split('"$ref": "#/')[1:]:
            found = document
            for name in part.split('"')[0].split("/"):
                found = found[name]

    def test_kinds_are_those_of_the_ticket(self):
        report = self._fetch()["components"]["schemas"]["Report"]
        kinds = self.env["helpdesk.ticket"]._fields["kind"].get_values(self.env)
        self.assertEqual(report["properties"]["kind"]["enum"], kinds)

    def test_examples_are_accepted(self):
        report = self._fetch()["components"]["schemas"]["Report"]
        example = get_example(report)
        self.assertFalse(api_schema.check(example, report))
        self.assertEqual(example.keys(), report["properties"].keys())


def get_example(schema):
    """A value made of the examples of its parts."""
    if schema["type"] == "object":
        return {name: get_example(part) for name, part in schema["properties"].items()}
    if schema["type"] == "array":
        return [get_example(schema["items"])]
    return schema["examples"][0]


@tagged("post_install", "-at_install")
class TestApiFuzz(ApiCommon):
    """S12: whatever is sent, the answer is one of those that are promised."""

    def test_odd_bodies(self):
        self.client_both.minute_limit = self.client_both.day_limit = 10**6
        chance = random.Random(SEED)
        schema = api_schema.get_ticket_schema(["bug"])
        promised = {int(code) for code in api_document.OF_POST} | {201}
        statuses = set()
        for number in range(BODIES):
            body = make_body(chance, schema)
            with self.subTest(seed=SEED, number=number, body=body[:200]):
                status = self._send_bytes(body).status_code
                self.assertIn(status, promised)
                statuses.add(status)
        self.assertLessEqual({400, 422}, statuses)


def make_body(chance, schema):
    """The example with some of its parts made odd, or bytes that are no JSON."""
    data = get_example(schema)
    data["client_id"] = f"report-{chance.random()}"
    for name in ("impact", "category", "deployment"):
        del data[name]
    for _ in range(chance.randint(0, 3)):
        spoil(chance, data)
    body = json.dumps(data).encode()
    if chance.random() < 0.2:
        cut = chance.randrange(len(body))
        body = body[:cut] + chance.randbytes(chance.randint(0, 5)) + body[cut + 1 :]
    return body


def spoil(chance, data):
    """Put something odd in the place of one value, here or further down."""
    name = chance.choice([*data, "", "id", "\0"])
    inner = data.get(name)
    if isinstance(inner, list):
        inner = inner[0] if inner else None
    if isinstance(inner, dict) and inner and chance.random() < 0.5:
        spoil(chance, inner)
    else:
        data[name] = chance.choice(ODD)


class TestApiSchema(BaseCase):
    def test_instants(self):
        for text, expected in (
            ("2026-11-23T09:30:00Z", "2026-11-23T09:30:00Z"),  # Monday
            ("2026-11-23T09:30Z", "2026-11-23T09:30:00Z"),
            ("2026-11-23T09:30:00.987654321+05:30", "2026-11-23T04:00:00Z"),
            ("2026-11-23T01:00:00+02:00", "2026-11-22T23:00:00Z"),
        ):
            with self.subTest(text=text):
                instant = api_schema.to_instant(text)
                self.assertEqual(api_schema.to_text(instant), expected)

    def test_no_instants(self):
        for text in ("", "2026-11-23", "2026-11-23 09:30:00Z", "2026-11-23T09:30:00"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                api_schema.to_instant(text)

    def test_faults_are_not_endless(self):
        schema = api_schema.get_ticket_schema(["bug"])
        faults = api_schema.check({f"x{n}": n for n in range(1000)}, schema)
        self.assertEqual(len(faults), api_schema.MAX_FAULTS)
