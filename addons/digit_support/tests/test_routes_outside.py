import os
import random
import re
import statistics
import time

from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_routes import CALLS
from .common_figures import tell
from .common_routes import INTERNAL, AccessRoutesCommon

FUZZ = int(os.environ.get("DIGIT_FUZZ", "100"))
PAIRS = int(os.environ.get("DIGIT_PAIRS", "10"))
SLOWEST = 2  # seconds, of 99 in 100 calls

# What people and programs put into addresses and forms.
ODD = (
    "",
    "0",
    "-1",
    "1",
    "true",
    "x",
    "²",
    "1e9",
    "9" * 30,
    "1.5",
    "\0",
    "%00",
    "é" * 300,
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "'; DROP TABLE helpdesk_ticket; --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "{{7*7}}",
    "[(1, '=', 1)]",
    "__class__",
    "2026-02-30",
    "a" * 5000,
    "id desc; select 1",
)
NAMES = (
    *("page", "sortby", "groupby", "filterby", "search", "search_in", "date_begin"),
    *("date_end", "deployment", "environment", "service", "version", "impact", "kind"),
    *("urgency", "category", "team", "subject", "description", "once", "ticket_id"),
    *("stage_id", "answer", "reason", "access_token", "token", "pid", "hash", "date"),
    *("reported", "what", "release", "note", "product_id", "release_id", "error"),
    *("params", "form", "kw", "self", "message", "debug", "lang", "report_type"),
)
OURS = ("/my/ticket", "/my/dep", "/my/rel", "/my/road", "/new", "/submitted", "/ticket")


def get_outside():
    """The pages and forms that somebody outside gets to, that are ours."""
    return sorted(
        route
        for route, (kind, _params) in CALLS.items()
        if route.startswith((*OURS, "/digit")) and kind in ("GET", "POST")
    )


@tagged("post_install", "-at_install")
class TestRoutesOutside(AccessRoutesCommon):
    """What those outside send to us in an address or a form."""

    calls = CALLS

    # ---------------------------------------------------
    # S8: what is internal stays with us
    # ---------------------------------------------------

    def test_internal_texts_are_marked(self):
        # the calls of the matrix look for these marks in every answer
        self.assertIn("severity_reason", self._get_internal_texts())

    def test_mails_to_those_outside_tell_nothing_internal(self):
        self.ticket.stage_id = self.done
        self._flush_tracking()
        mails = self.env["mail.mail"].search([("model", "=", "helpdesk.ticket")])
        outside = mails.filtered(
            lambda mail: mail.recipient_ids.filtered("partner_share") or mail.email_to
        )
        self.assertTrue(outside)
        internal = INTERNAL.format(owner="punjab")
        for mail in outside:
            self.assertNotIn(internal, f"{mail.subject} {mail.body_html}")
            self.assertNotIn(internal, str(mail.attachment_ids.mapped("name")))

    # ---------------------------------------------------
    # S11: looking changes nothing
    # ---------------------------------------------------

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_no_get_writes(self):
        for role in ("cust", "mana"):
            self._log_in(role)
            for route, (_kind, params) in CALLS.items():
                self.calls = {route: ("GET", params)}
                outcome, response, changed = self._get_outcome(
                    route, role, self.targets
                )
                self.assertNotIn("w", outcome, (route, role, changed))
                if response.status_code >= 500:
                    self.assertIn(route.split("/")[1], ("web", "digit"), route)

    # ---------------------------------------------------
    # S12: nothing that is sent makes us fail
    # ---------------------------------------------------

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_odd_parameters_never_make_us_fail(self):
        chance, seconds = random.Random(12), []
        routes = get_outside()
        roles = ("publ", "cust", "coll")
        for role in roles:
            self._log_in(role)
            for _number in range(FUZZ // len(roles) + 1):
                route = chance.choice(routes)
                kind = chance.choice(("GET", CALLS[route][0]))
                names = {*CALLS[route][1], *chance.sample(NAMES, 4)}
                params = {
                    name: chance.choice((chance.choice(ODD), CALLS[route][1].get(name)))
                    for name in names
                }
                params = {
                    name: value for name, value in params.items() if value is not None
                }
                self.calls = {route: (kind, self._escape(params))}
                start = time.monotonic()
                _outcome, response, _changed = self._get_outcome(
                    route, role, self.targets
                )
                seconds.append(time.monotonic() - start)
                if route != "/digit/health":
                    self.assertLess(
                        response.status_code, 500, (role, kind, route, params)
                    )
        if len(seconds) >= 1000:
            slowest = statistics.quantiles(seconds, n=100)[-1]
            tell(f"{len(seconds)} calls, p99 {slowest:.2f} s")
            self.assertLessEqual(slowest, SLOWEST)

    def _escape(self, params):
        """Braces mean nothing, but in what the table says."""
        return {
            name: value.replace("{", "{{").replace("}", "}}") if value in ODD else value
            for name, value in params.items()
        }

    # ---------------------------------------------------
    # S14: what is not theirs is not there
    # ---------------------------------------------------

    def _get_pairs(self):
        """Of each way to name a record: the address for a foreign and a missing one."""
        foreign, missing = self.targets_company, 10**8
        for name, address in (
            ("ticket", "/my/ticket/{}"),
            ("ticket", "/my/ticket/{}?access_token=guessed"),
            ("deployment", "/my/deployments/{}"),
            ("deployment", "/my/deployments/{}/report"),
            ("release", "/my/releases/{}"),
            ("secret", "/web/content/{}"),
            ("secret", "/web/content/{}?access_token=guessed"),
            ("ticket", "/mail/view?model=helpdesk.ticket&res_id={}"),
        ):
            yield address.format(foreign[name]), address.format(missing)

    def _measure(self, url):
        start = time.monotonic()
        response = self.url_open(url, allow_redirects=False)
        return time.monotonic() - start, response

    def _get_answer(self, url):
        _seconds, response = self._measure(url)
        place = response.headers.get("Location", "")
        # what was asked for is said again, and each page has a token of its own
        text = re.sub(r'csrf_token: "\w+"|\d+', "", response.text)
        return response.status_code, re.sub(r"\d+", "", place), text

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_foreign_and_missing_answer_alike(self):
        for role in ("publ", "cust", "othe"):
            self._log_in(role)
            for foreign, missing in self._get_pairs():
                if "/mail/view" in foreign and role == "publ":
                    continue  # the login page keeps what was asked for
                self.assertEqual(
                    self._get_answer(foreign),
                    self._get_answer(missing),
                    (role, foreign),
                )

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_foreign_and_missing_take_as_long(self):
        if PAIRS < 100:
            self.skipTest("too few to tell; make test-long measures it")
        self._log_in("cust")
        pairs = [pair for pair in self._get_pairs() if "/my/ticket" in pair[0]]
        for foreign, missing in pairs:
            times = {foreign: [], missing: []}
            for _number in range(PAIRS // len(pairs)):
                for url in random.sample([foreign, missing], 2):
                    times[url].append(self._measure(url)[0])
            auc = get_auc(*times.values())
            tell(f"{foreign}: AUC {auc:.3f} of {PAIRS // len(pairs)} pairs")
            self.assertLessEqual(abs(auc - 0.5), 0.05, foreign)


def get_auc(first, second):
    """How often one of the first is larger than one of the second, ties halved."""
    won = sum((a > b) + (a == b) / 2 for a in first for b in second)
    return won / (len(first) * len(second))
