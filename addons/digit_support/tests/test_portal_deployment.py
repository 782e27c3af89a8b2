from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common_portal_registry import PortalRegistryCommon


@tagged("post_install", "-at_install")
class TestDeploymentsForPortal(PortalRegistryCommon):
    """Which deployments a portal user sees: the one rule that all pages ask."""

    def _get_seen(self, user):
        return self.env["digit.deployment"].with_user(user)._get_for_portal()

    def test_contact_person_sees_their_organisations(self):
        self.assertEqual(self._get_seen(self.asha), self.deployment)

    def test_member_sees_their_organisations_too(self):
        self.assertEqual(self._get_seen(self.balbir), self.deployment)

    def test_both_parties_see_the_same_deployment(self):
        self.assertEqual(
            self._get_seen(self.tejas), self.deployment | self.deployment_odisha
        )

    def test_staff_of_a_ulb_reports_for_its_state_and_does_not_look_into_it(self):
        ulb = self.env["res.partner"].create(
            {"name": "Amritsar", "is_company": True, "parent_id": self.punjab.id}
        )
        self.balbir.partner_id.parent_id = ulb
        partner = self.balbir.partner_id
        reported = self.env["digit.deployment"]._get_by_reporter(partner)[partner]
        self.assertEqual(reported, self.deployment)
        self.assertFalse(self._get_seen(self.balbir))

    def test_who_moved_sees_nothing_of_the_former_organisation(self):
        self.asha.partner_id.parent_id = self.odisha
        self.assertEqual(self._get_seen(self.asha), self.deployment_odisha)

    def test_portal_user_without_a_role_sees_none(self):
        self.passer_by.partner_id.parent_id = self.punjab
        self.assertFalse(self._get_seen(self.passer_by))

    def test_portal_user_without_an_organisation_sees_none(self):
        self.balbir.partner_id.parent_id = False
        self.assertFalse(self._get_seen(self.balbir))

    def test_internal_user_sees_none_in_the_portal(self):
        self.assertFalse(self._get_seen(self.user_admin))

    def test_archived_deployment_is_gone(self):
        self.deployment.active = False
        self.assertFalse(self._get_seen(self.asha))

    def test_only_a_contact_person_reports_versions(self):
        for user, expected in (
            (self.asha, True),
            (self.tejas, True),
            (self.balbir, False),
            (self.chitra, False),
            (self.user_admin, False),
        ):
            deployment = self.deployment.with_user(user).sudo()
            self.assertEqual(deployment._may_report_installations(), expected, user)


@freeze_time("2026-01-05 06:30:00")  # Monday
@tagged("post_install", "-at_install")
class TestPortalFigures(PortalRegistryCommon):
    """What the list and the page of a deployment tell."""

    def _get_summary(self, user=None):
        deployments = self.env["digit.deployment"].with_user(user or self.asha)
        [summary] = deployments._get_for_portal()._get_portal_summaries()
        return summary

    def _get_rows(self):
        return self.production.installation_ids._get_portal_rows()

    def test_what_is_out_of_support_is_counted(self):
        summary = self._get_summary()
        self.assertEqual((summary["out"], summary["soon"]), (1, 0))

    def test_what_soon_will_be_is_counted(self):
        # 180 days from the 5th of January
        for day, expected in (("2026-07-03", 1), ("2026-07-04", 0)):
            self.versions["billing_2"].eosl_date = day
            self.assertEqual(self._get_summary()["soon"], expected, day)

    def test_service_that_is_out_somewhere_is_not_soon_out_elsewhere(self):
        self.versions["billing_2"].eosl_date = "2026-02-02"
        uat = self.production.copy({"name": "UAT"})
        self._install(uat, "billing_2")
        uat.installation_ids.source_modified = True
        summary = self._get_summary()
        self.assertEqual((summary["out"], summary["soon"]), (2, 0))

    def test_nothing_installed_is_told(self):
        self.production.installation_ids.unlink()
        self.assertFalse(self._get_summary()["is_known"])

    def test_contact_person_counts_the_organisations_tickets(self):
        for reporter in (self.asha, self.balbir):
            self._create_ticket(reporter)
        self._create_ticket(self.asha, stage_id=self.done.id)
        self._create_ticket(self.chitra)
        self.assertEqual(self._get_summary()["tickets"], 2)

    def test_member_counts_their_own_tickets(self):
        for reporter in (self.asha, self.balbir):
            self._create_ticket(reporter)
        self.assertEqual(self._get_summary(self.balbir)["tickets"], 1)

    def test_the_most_urgent_comes_first(self):
        services = [row["installation"].service_id.name for row in self._get_rows()]
        self.assertEqual(services, ["Workflow", "Billing"])

    def test_last_day_is_the_first_end(self):
        self.versions["billing_2"].eosl_date = "2026-03-02"
        self.deployment.support_end_date = "2026-02-02"
        rows = {row["installation"].service_id: row for row in self._get_rows()}
        self.assertEqual(str(rows[self.billing]["last_day"]), "2026-02-02")

    def test_modified_source_has_no_last_day(self):
        self.versions["billing_2"].eosl_date = "2026-03-02"
        self.production.installation_ids.source_modified = True
        self.assertFalse(any(row["last_day"] for row in self._get_rows()))

    def test_window(self):
        for start, end, words, is_closed in (
            (False, False, "", False),
            ("2026-01-06", "2026-04-05", "begins on 01/06/2026", True),
            ("2026-01-05", "2026-04-05", "from 01/05/2026 to 04/05/2026", False),
            (False, "2026-01-05", "until 01/05/2026", False),
            (False, "2026-01-04", "ended on 01/04/2026", True),
        ):
            self.deployment.write(
                {"support_start_date": start, "support_end_date": end}
            )
            text, closed = self.deployment._get_portal_window()
            self.assertIn(words, text)
            self.assertEqual(closed, is_closed, words)

    def test_as_many_queries_for_many_installations_as_for_few(self):
        self._install_many(20)
        few = self._count_queries()
        self._install_many(200)
        self.assertLessEqual(self._count_queries(), few)

    def _install_many(self, number):
        self.production.installation_ids.unlink()
        services = self.env["digit.service"].create(
            [{"name": f"Service {number}-{i}"} for i in range(number)]
        )
        versions = self.env["digit.service.version"].create(
            [
                {"service_id": service.id, "name": name, "release_date": "2024-01-01"}
                for service in services
                for name in ("1.0.0", "3.0.0")
            ]
        )
        self.env["digit.installation"].create(
            [
                {"environment_id": self.production.id, "version_id": version.id}
                for version in versions[::2]
            ]
        )
        self.release.line_ids = [Command.clear()] + [
            Command.create({"version_id": version.id}) for version in versions[1::2]
        ]

    def _count_queries(self):
        """Those of a contact person's page, from nothing in the cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        deployment = self.env["digit.deployment"].with_user(self.asha)._get_for_portal()
        deployment._get_portal_summaries()
        groups = deployment._get_portal_environments()
        rows = [row for group in groups for row in group["urgent"] + group["others"]]
        for row in rows:
            self.assertIn("1.0.0", row["installation"].entitlement_reason)
        deployment._get_portal_fixes()
        self.release.with_user(self.asha).sudo()._get_portal_changes(deployment)
        return self.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestPortalFixes(PortalRegistryCommon):
    """Which fixes the page tells of, and what of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fix = cls.env["digit.fix"].create(
            {
                "name": "Odisha: receipts are lost",
                "service_id": cls.billing.id,
                "affected_version_ids": [Command.link(cls.versions["billing_2"].id)],
                "line_ids": [
                    Command.create({"major": major, "state": state})
                    for major, state in ((2, "in_progress"), (3, "owed"))
                ],
            }
        )

    def _get_fixes(self):
        deployments = self.env["digit.deployment"].with_user(self.asha)
        return deployments._get_for_portal()._get_portal_fixes()

    def test_the_line_that_runs_is_told(self):
        [fix] = self._get_fixes()
        self.assertEqual(fix["line"].major, 2)
        self.assertEqual(fix["versions"], self.versions["billing_2"])

    def test_fix_of_a_version_that_does_not_run_here_is_not(self):
        self.production.installation_ids.filtered(
            lambda installation: installation.service_id == self.billing
        ).version_id = self.versions["billing_3"]
        self.assertFalse(self._get_fixes())

    def test_what_is_not_needed_is_not(self):
        self.fix.line_ids.state = "dropped"
        self.assertFalse(self._get_fixes())

    def test_own_ticket_is_named_and_no_other(self):
        own, other = self._create_ticket(self.asha), self._create_ticket(self.chitra)
        (own | other).fix_id = self.fix
        [fix] = self._get_fixes()
        self.assertEqual(fix["tickets"].ids, own.ids)

    def test_title_of_a_fix_is_not_told(self):
        self._create_ticket(self.asha).fix_id = self.fix
        self.fix.partner_summary = "Receipts cannot be printed"
        self._login(self.asha)
        page = self._get_page(f"/my/deployments/{self.deployment.id}")
        [fix] = self._get_texts(page, "fix")
        self.assertIn("Billing 2.5.56 Receipts cannot be printed", fix)
        self.assertNotIn("receipts are lost", fix)

    def test_title_of_a_fix_is_not_read_from_a_ticket(self):
        ticket = self._create_ticket(self.asha)
        ticket.fix_id = self.fix
        with self.assertRaises(AccessError):
            ticket.with_user(self.asha).read(["fix_id"])


@tagged("post_install", "-at_install")
class TestPortalDeployment(PortalRegistryCommon):
    """The pages, as they reach the browser."""

    def setUp(self):
        super().setUp()
        self._login(self.asha)

    def _get_deployment_page(self):
        return self._get_page(f"/my/deployments/{self.deployment.id}")

    def test_list(self):
        page = self._get_page("/my/deployments")
        [card] = self._get_texts(page, "deployment")
        for words in ("Punjab Urban", "0 - Programme Setup", "1 out of support"):
            self.assertIn(words, card)

    def test_nothing_to_list_tells_what_to_do(self):
        self._login(self.passer_by)
        page = self._get_page("/my/deployments")
        [empty] = self._get_texts(page, "empty")
        self.assertIn("no deployment", empty)
        self.assertTrue(page.xpath("//*[@name='empty']//a[@href='/new/ticket']"))

    def test_page_tells_the_verdict_and_the_way_forward(self):
        workflow, billing = self._get_texts(
            self._get_deployment_page(), "tr_installation"
        )
        for words in ("Workflow", "1.9.0", "Upgrade Required", "3.0.0"):
            self.assertIn(words, workflow)
        for words in ("Billing", "2.5.56", "Supported"):
            self.assertIn(words, billing)

    def test_page_tells_the_last_day(self):
        self.versions["billing_2"].eosl_date = "2099-12-31"
        texts = self._get_texts(self._get_deployment_page(), "td_until")
        self.assertIn("until 12/31/2099", texts)

    def test_page_tells_a_modified_source(self):
        self.production.installation_ids.source_modified = True
        page = self._get_deployment_page()
        self.assertEqual(len(self._get_texts(page, "modified")), 2)
        self.assertFalse(self._get_texts(page, "source_modified"))
        self.deployment.source_modified = True
        self.assertTrue(self._get_texts(self._get_deployment_page(), "source_modified"))

    def test_page_tells_the_contact_persons_with_their_roles(self):
        role = self.env["digit.contact.role"].create({"name": "Technical SPOC"})
        for user in (self.asha, self.tejas, self.chitra):
            user.partner_id.contact_role_ids = role
        [contacts] = self._get_texts(self._get_deployment_page(), "contacts")
        self.assertIn("Asha Technical SPOC (Punjab)", contacts)
        self.assertIn("Tejas Technical SPOC (Tek)", contacts)
        self.assertNotIn("Chitra", contacts)

    def test_hosting_is_shown(self):
        self.assertIn("AWS", self._get(f"/my/deployments/{self.deployment.id}").text)

    def test_chatter_of_the_deployment_is_not(self):
        self.deployment.message_post(body="They pay late.")
        text = self._get(f"/my/deployments/{self.deployment.id}").text
        self.assertNotIn("They pay late", text)

    def test_environment_without_versions_tells_what_to_do(self):
        self.production.installation_ids.unlink()
        url = f"/my/deployments/{self.deployment.id}/report"
        page = self._get_deployment_page()
        self.assertTrue(
            page.xpath(f"//*[@name='empty']//a[starts-with(@href,'{url}')]")
        )

    def test_deployment_without_environments_tells_what_to_do(self):
        self.production.unlink()
        page = self._get_deployment_page()
        self.assertTrue(page.xpath("//*[@name='empty']//a[@href='/new/ticket']"))

    def test_member_reads_and_does_not_report(self):
        self._login(self.balbir)
        page = self._get_deployment_page()
        self.assertTrue(self._get_texts(page, "tr_installation"))
        self.assertFalse(page.xpath("//a[contains(@href, '/report')]"))

    def test_open_tickets_are_those_of_this_deployment(self):
        self._login(self.tejas)
        own = self._create_ticket(self.asha)
        self._create_ticket(self.chitra)
        [link] = self._get_deployment_page().xpath("//a[@name='open_tickets']")
        self.assertEqual(link.text_content().strip(), "1 open")
        page = self._get_page(link.get("href"))
        self.assertEqual(self._get_texts(page, "td_number"), [own.number])

    def test_home_counts_what_there_is(self):
        counters = ["digit_deployment_count", "digit_release_count"]
        result = self.make_jsonrpc_request("/my/counters", {"counters": counters})
        self.assertEqual(result, dict.fromkeys(counters, 1))
