import json
import os
import re

from werkzeug.urls import url_encode

from odoo.fields import Command
from odoo.http import Request
from odoo.sql_db import Savepoint
from odoo.tests import new_test_user

from .access_routes import ELSEWHERE, EXACT
from .common_checksums import ChecksumMixin
from .common_portal_registry import PortalRegistryCommon

SCALE = int(os.environ.get("DIGIT_SCALE", "1"))
# `make test` asks those between whom the border runs, `make test-long` everybody
ROLES = (
    ("publ", "link", "cust", "coll", "othe", "inte", "own", "team", "mana")
    if SCALE > 1
    else ("link", "cust", "othe", "inte")
)
ROLES_ELSEWHERE = ROLES if SCALE > 1 else ("cust", "mana")
WORDY = bool(os.environ.get("DIGIT_WORDY"))  # tells which tables were written
# What everybody may read who may read the target, and what only we may.
PUBLIC, INTERNAL = "canary-public-{owner}", "canary-internal-{owner}"
# The base refuses an export with 500; health says 503 when something is wrong.
MAY_FAIL = ("/web/export/csv", "/web/export/xlsx", "/digit/health")
# What a part of an address that no call fills in begins with.
PARAMETER = re.compile(r"<(?:[a-z]+(?:\([^)]*\))?:)?(\w+)>")


def get_reason(route):
    """Why a route is not called; nothing if it has to be."""
    exact = route if route in EXACT else None
    return ELSEWHERE.get(exact) or next(
        (
            reason
            for beginning, reason in ELSEWHERE.items()
            if beginning not in EXACT and route.startswith(beginning)
        ),
        None,
    )


class AccessRoutesCommon(ChecksumMixin, PortalRegistryCommon):
    """The routes of an addon of ours, or of what it stands on, and who calls them."""

    addon = None  # its name
    calls = {}  # as in access_routes.py
    outcomes = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_roles()
        cls.targets = cls._create_targets(
            "punjab", cls.balbir, cls.production, cls.release
        )
        cls.targets_company = cls._create_targets_of_another_company()
        cls.token = cls.ticket._portal_ensure_token()

    @classmethod
    def _create_roles(cls):
        internal = new_test_user(cls.env, login="internal")
        own = new_test_user(
            cls.env, login="own", groups="helpdesk_mgmt.group_helpdesk_user_own"
        )
        cls.roles = {
            "publ": None,
            "link": None,
            "cust": cls.balbir,
            "coll": cls.asha,
            "othe": cls.chitra,
            "inte": internal,
            "own": own,
            "team": cls.user_l1,
            "mana": cls.user_admin,
        }

    @classmethod
    def _create_targets(cls, owner, reporter, environment, release, **vals):
        """What the calls are about.

        :param owner: a word that marks what is theirs
        :return: {name in ``CALLS``: id}
        """
        public, internal = PUBLIC.format(owner=owner), INTERNAL.format(owner=owner)
        cls.ticket = cls._create_ticket(
            reporter, name=public, user_id=cls.user_l2.id, **vals
        )
        for name in cls._get_internal_texts():
            cls.ticket[name] = internal
        cls.ticket.message_subscribe(reporter.partner_id.ids)
        answer = cls._say(public, "mail.mt_comment")
        note = cls._say(internal, "mail.mt_note")
        release.notes = f"<p>{public}</p>"
        release.script_ids.raw = public.encode()
        environment.name = public
        follower = cls.ticket.message_follower_ids[:1]
        entry = cls.env["digit.time.entry"].create(
            {"ticket_id": cls.ticket.id, "minutes": 5, "user_id": cls.user_l2.id}
        )
        cls.env.flush_all()
        return {
            "owner": owner,
            "ticket": cls.ticket.id,
            "number": cls.ticket.number,
            "answer": answer.id,
            "note": note.id,
            "file": answer.attachment_ids.id,
            "secret": note.attachment_ids.id,
            "deployment": environment.deployment_id.id,
            "service": cls.billing.id,
            "release": release.id,
            "script": release.script_ids.id,
            "done": cls.done.id,
            "colleague": reporter.id,
            "entry": entry.id,
            "balbir": cls.balbir.partner_id.id,
            "partner": cls.chitra.partner_id.id,
            "follower": follower.id,
            "missing": 10**9,
        }

    @classmethod
    def _get_internal_texts(cls):
        """The fields of a ticket that take a text and are not for those outside."""
        return [
            name
            for name, field in cls.ticket._fields.items()
            if field.groups
            and field.type in ("char", "text", "html")
            and field.store
            and not field.readonly
            and name not in ("access_token", "number")
        ]

    @classmethod
    def _say(cls, text, subtype):
        return cls.ticket.message_post(
            body=text,
            author_id=cls.user_l2.partner_id.id,
            message_type="comment",
            subtype_xmlid=subtype,
            attachments=[(f"{text}.txt", f"{text}-content".encode())],
        )

    @classmethod
    def _create_targets_of_another_company(cls):
        company = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.env.user.company_ids |= company
        team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Elsewhere",
                "company_id": company.id,
                "programme_id": cls.works.id,
                "user_ids": [Command.set(cls.user_l1.ids)],
            }
        )
        reporter = new_test_user(
            cls.env,
            login="elsewhere",
            groups="digit_support.digit_support_group_partner_contact",
            company_id=company.id,
        )
        deployment = cls.env["digit.deployment"].create(
            {
                "client_id": cls.env["res.partner"]
                .create(
                    {
                        "name": "Elsewhere",
                        "is_company": True,
                        "organisation_type": "client",
                    }
                )
                .id,
                "programme_id": cls.works.id,
            }
        )
        environment = cls.env["digit.environment"].create(
            {"name": "Elsewhere", "deployment_id": deployment.id}
        )
        mine = cls.ticket
        targets = cls._create_targets(
            "elsewhere",
            reporter,
            environment,
            cls.foreign,
            team_id=team.id,
            company_id=company.id,
        )
        cls.ticket = mine
        return targets

    # ---------------------------------------------------
    # Routes
    # ---------------------------------------------------

    def _get_routes(self):
        """Each route with the addon that serves it, but those of our other addons."""
        modules = list(self.env.registry._init_modules)
        rules = self.env["ir.http"]._generate_routing_rules(modules, converters={})
        found = {url: endpoint.func.__module__.split(".")[2] for url, endpoint in rules}
        return {
            url: addon
            for url, addon in found.items()
            if addon == self.addon or not addon.startswith("digit_")
        }

    # ---------------------------------------------------
    # Calls
    # ---------------------------------------------------

    def _log_in(self, role):
        user = self.roles[role]
        if user:
            self._login(user)
        else:
            self.authenticate(None, None)

    def _fill(self, value, words):
        if isinstance(value, dict):
            return {name: self._fill(item, words) for name, item in value.items()}
        if isinstance(value, list):
            return [self._fill(item, words) for item in value]
        if not isinstance(value, str):
            return value
        if re.fullmatch(r"\{\w+\}", value):
            return words[value[1:-1]]
        return value.format(**words) if "{" in value else value

    def _call(self, route, role, targets):
        kind, params = self.calls[route]
        token = self.token if role == "link" else "guessed"
        params = self._fill(params, {**targets, "token_of_role": token})
        address = PARAMETER.sub(lambda match: str(params.pop(match[1], "x")), route)
        if route.startswith("/json/"):
            address = f"/json/{params.pop('path')}"
        if role == "link":
            pid = self.balbir.partner_id.id
            params |= {"access_token": token, "token": token, "pid": pid}
            params["hash"] = self.ticket._sign_token(pid)
        return getattr(self, f"_send_{kind.lower()}")(address, params)

    def _send_get(self, address, params):
        url = f"{address}?{url_encode(params)}"
        return self.url_open(url, allow_redirects=False)

    def _send_post(self, address, params, files=None):
        data = {**params, "csrf_token": Request.csrf_token(self)}
        return self.url_open(address, data=data, files=files, allow_redirects=False)

    def _send_file(self, address, params):
        return self._send_post(address, params, {"ufile": ("x.txt", b"x")})

    def _send_export(self, address, params):
        return self._send_post(address, {"data": json.dumps(params)})

    def _send_json(self, address, params):
        return self.url_open(
            address,
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        )

    def _get_outcome(self, route, role, targets):
        """What comes of a call, and how it was answered."""
        self._flush_tracking()
        savepoint = Savepoint(self.env.cr)
        before = self._get_touched()
        response = self._call(route, role, targets)
        changed = self._get_changed(before)
        savepoint.rollback()
        savepoint.close()
        self.env.invalidate_all()
        letters = "w" if changed else ""
        for letter, mark in (("r", PUBLIC), ("i", INTERNAL)):
            if mark.format(**targets).encode() in response.content:
                letters = letter + letters.lstrip("r")
        return letters or "-", response, changed

    def _find_wrong(self, targets, expected, roles=ROLES):
        """The cells that are not as expected, as rows of the table."""
        wrong, cells = [], 0
        for route in sorted(self.calls):
            found = {}
            for role in roles:
                self._log_in(role)
                found[role], response, changed = self._get_outcome(route, role, targets)
                cells += 1
                if route not in MAY_FAIL:
                    self.assertLess(response.status_code, 500, (route, role))
                if changed and WORDY:
                    found[role] += f"({','.join(sorted(changed))})"
            row = expected.get(route, {})
            if any(found[role] != row.get(role, "-") for role in roles):
                wrong.append(f"{route} {' '.join(found.values())}")
        return wrong, cells
