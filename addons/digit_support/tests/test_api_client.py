from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_api import URL, ApiCommon

MODELS = ("digit.api.client", "digit.api.key", "digit.api.call", "digit.api.receipt")


@tagged("post_install", "-at_install")
class TestApiKeys(ApiCommon):
    def test_no_key(self):
        response = self._send(self._get_report(), key="")
        self.assertProblem(response, 401)
        self.assertTrue(response.headers["WWW-Authenticate"].startswith("Bearer "))

    def test_wrong_keys(self):
        for key in ("x", "0" * 40, self.key[:-1] + "x", self.key[:39], self.key + "0"):
            with self.subTest(key=key):
                self.assertProblem(self._send(self._get_report(), key), 401)
        self.assertFalse(self._get_new_tickets())

    def test_other_ways_to_say_it(self):
        for header in (
            "",
            "Bearer",
            f"Basic {self.key}",
            f"Bearer\t{self.key}",
            "\xe9",
        ):
            with self.subTest(header=header):
                response = self.url_open(
                    URL, json=self._get_report(), headers={"Authorization": header}
                )
                self.assertProblem(response, 401)

    def test_session_does_not_count(self):
        self.authenticate("digit_admin", "digit_admin")
        response = self._send(self._get_report(), key="")
        self.assertProblem(response, 401)

    def test_session_of_somebody_else_does_not_count(self):
        self.authenticate("digit_admin", "digit_admin")
        self.assertEqual(self._report().create_uid, self.client_both.user_id)

    def test_key_of_a_user_is_none_of_an_app(self):
        keys = self.env["res.users.apikeys"].with_user(self.user_admin).sudo()
        for scope in (None, "rpc", "digit.api"):
            key = keys._generate(scope, "Mine", None)
            self.assertProblem(self._send(self._get_report(), key), 401)

    @mute_logger("odoo.http")
    def test_key_of_an_app_opens_nothing_else(self):
        response = self.url_open(
            "/json/2/res.partner/search_read",
            json={"domain": [], "fields": ["name"]},
            headers=self._get_headers(self.key),
        )
        self.assertEqual(response.status_code, 401)

    def test_user_of_an_app_may_do_nothing(self):
        user = self.client_both.user_id
        self.assertFalse(user.all_group_ids)
        self.assertTrue(user.share)
        for model in ("helpdesk.ticket", "res.partner", "digit.deployment", *MODELS):
            records = self.env[model].with_user(user)
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(records.has_access(operation), (model, operation))

    def test_app_that_is_switched_off(self):
        self.client_both.active = False
        self.assertProblem(self._send(self._get_report()), 403)
        self.assertFalse(self._get_new_tickets())

    def test_revoked_key(self):
        second = self.client_both._make_key("Second", False)
        first = self.client_both.key_ids.filtered(lambda key: key.name == "Tablets")
        first.with_user(self.user_admin).action_revoke()
        self.assertProblem(self._send(self._get_report()), 401)
        self._report(second)

    def test_revoking_is_remembered(self):
        self.client_both.key_ids.with_user(self.user_admin).action_revoke()
        message = self.client_both.message_ids[0]
        self.assertIn("Tablets", message.body)
        self.assertEqual(message.author_id, self.user_admin.partner_id)

    def test_expired_key(self):
        before = fields.Datetime.now() - timedelta(1)
        key = self.client_both._make_key("Old", before)
        self.assertProblem(self._send(self._get_report(), key), 401)

    def test_key_is_kept_as_a_hash(self):
        self.env.cr.execute("SELECT key FROM digit_api_key")
        for (kept,) in self.env.cr.fetchall():
            self.assertNotIn(self.key[8:], kept)

    def test_wizard_shows_the_key(self):
        wizard = self.env["digit.api.key.create"].with_user(self.user_admin)
        asked = wizard.create({"client_id": self.client_both.id, "name": "New"})
        with freeze_time("2026-11-23 07:30:00"):  # Monday
            action = asked.action_create_key()
        self._report(action["context"]["default_key"])
        key = self.client_both.key_ids.filtered(lambda key: key.name == "New")
        self.assertEqual(str(key.expiration_date), "2027-11-23 07:30:00")


@tagged("post_install", "-at_install")
class TestApiClientAccess(ApiCommon):
    def test_only_administrators_see_apps(self):
        public = self.env.ref("base.public_user")
        others = (self.user_l3 | self.user_operations | self.asha | public).sudo()
        for user in others:
            for model in (*MODELS, "digit.api.key.create", "digit.api.key.show"):
                for operation in ("read", "write", "create", "unlink"):
                    self.assertFalse(
                        self.env[model].with_user(user).has_access(operation),
                        (user.login, model, operation),
                    )

    def test_administrator_sets_up_an_app(self):
        client = self.env["digit.api.client"].with_user(self.user_admin)
        client = client.create({"name": "New", "programme_id": self.programme.id})
        client.name = "Newer"
        self.assertEqual(client.sudo().user_id.name, "Newer")
        self.assertFalse(client.has_access("unlink"))
        for model in MODELS[1:]:
            self.assertTrue(
                self.env[model].with_user(self.user_admin).has_access("read")
            )
            for operation in ("write", "create", "unlink"):
                records = self.env[model].with_user(self.user_admin)
                self.assertFalse(records.has_access(operation), model)

    def test_others_do_not_revoke_a_key(self):
        for user in (self.user_operations, self.asha):
            with self.assertRaises(AccessError):
                self.client_both.key_ids.with_user(user).action_revoke()

    def test_others_do_not_make_a_key(self):
        with self.assertRaises(AccessError):
            self.client_both.with_user(self.user_operations)._make_key("x", False)

    def test_figures_of_apps(self):
        self._report()
        clients = (self.client_both | self.client_odisha).with_user(self.user_admin)
        self.assertEqual(clients.mapped("ticket_count"), [1, 0])
        self.assertTrue(clients[0].last_call_date)
        self.assertFalse(clients[1].last_call_date)
        tickets = self.env["helpdesk.ticket"].search(
            clients[0].action_open_tickets()["domain"]
        )
        self.assertEqual(tickets, self._get_new_tickets())

    def test_many_apps_cost_no_more_queries(self):
        clients = (self.client_both | self.client_odisha).with_user(self.user_admin)
        clients.mapped("name")
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            clients.mapped("ticket_count")
            clients.mapped("last_call_date")
            clients.mapped("key_ids.name")

    def test_copy_has_no_key(self):
        copied = self.client_both.copy({"name": "Copy"})
        self.assertFalse(copied.key_ids)
        self.assertNotEqual(copied.user_id, self.client_both.user_id)


@tagged("post_install", "-at_install")
class TestApiLimits(ApiCommon):
    def _fill(self, count, age):
        """Calls that came this long ago."""
        date = fields.Datetime.now() - age
        self.env["digit.api.call"].create(
            [{"client_id": self.client_both.id, "status": 200, "call_date": date}]
            * count
        )

    def test_as_many_calls_as_allowed(self):
        self.client_both.minute_limit = 3
        self._fill(2, timedelta(seconds=10))
        self._report()

    def test_too_many_calls(self):
        # W13
        self.client_both.minute_limit = 3
        self._fill(3, timedelta(seconds=10))
        response = self._send(self._get_report())
        self.assertProblem(response, 429)
        self.assertLessEqual(int(response.headers["Retry-After"]), 51)
        self.assertGreaterEqual(int(response.headers["Retry-After"]), 40)
        self.assertFalse(self._get_new_tickets())

    def test_following_counts(self):
        self.client_both.minute_limit = 1
        self.assertEqual(self._read("missing-1").status_code, 404)
        self.assertEqual(self._read("missing-1").status_code, 429)

    def test_calls_of_before_do_not_count(self):
        self.client_both.minute_limit = 3
        self._fill(3, timedelta(seconds=61))
        self._report()

    def test_what_was_refused_for_its_number_does_not_count(self):
        self.client_both.minute_limit = 1
        self._fill(1, timedelta(seconds=10))
        before = self.env["digit.api.call"].search_count([])
        self._read("missing-1")
        self.assertEqual(self.env["digit.api.call"].search_count([]), before)

    def test_burst_of_one_app_does_not_cost_another(self):
        # S19
        self.client_both.minute_limit = 5
        statuses = [self._read("missing-1").status_code for _ in range(20)]
        self.assertEqual(statuses, [404] * 5 + [429] * 15)
        self._report(self.key_odisha)

    def test_too_many_tickets_a_day(self):
        self.client_both.day_limit = 1
        self._report()
        response = self._send(self._get_report(client_id="report-0002"))
        self.assertProblem(response, 429)
        self.assertGreater(int(response.headers["Retry-After"]), 86_000)
        self.assertEqual(len(self._get_new_tickets()), 1)

    def test_sending_again_is_no_new_ticket(self):
        self.client_both.day_limit = 1
        self._report()
        self.assertEqual(self._send(self._get_report()).status_code, 201)

    def test_limits_are_positive(self):
        for name in ("minute_limit", "day_limit"):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
                self.client_both.write({name: 0})
                self.env.flush_all()


@tagged("post_install", "-at_install")
class TestApiCalls(ApiCommon):
    def _get_call(self):
        calls = self.env["digit.api.call"].with_user(self.user_admin)
        return calls.search([("client_id", "=", self.client_both.id)], limit=1)

    def test_good_call(self):
        ticket = self._report()
        self.assertRecordValues(
            self._get_call(),
            [{"status": 201, "detail": False, "ticket_id": ticket.id}],
        )

    def test_refused_call_says_why(self):
        self.assertRefused(422, "kind", kind="x\0y")
        call = self._get_call()
        self.assertEqual(call.status, 422)
        self.assertTrue(call.detail.startswith("kind: Choose one of these"))

    def test_old_calls_go(self):
        dates = ("2026-10-01 00:00:00", "2026-11-20 00:00:00")  # Thursday, Friday
        old, recent = self.env["digit.api.call"].create(
            [
                {"client_id": self.client_both.id, "status": 200, "call_date": date}
                for date in dates
            ]
        )
        with freeze_time("2026-11-23 07:30:00"):  # Monday
            self.env["digit.api.call"]._gc_calls()
        self.assertFalse(old.exists())
        self.assertTrue(recent.exists())
