from freezegun import freeze_time

from odoo.tests import tagged

from .common_portal_registry import PortalRegistryCommon


@tagged("post_install", "-at_install")
class TestReleasesForPortal(PortalRegistryCommon):
    """Which releases a portal user sees."""

    def _get_seen(self, user):
        releases = self.env["digit.release"].with_user(user)._get_for_portal()
        return releases & (self.release | self.planned | self.foreign)

    def test_published_releases_of_the_programmes_products(self):
        for user in (self.asha, self.balbir, self.chitra, self.tejas):
            self.assertEqual(self._get_seen(user), self.release, user.name)

    def test_release_that_brings_a_service_that_runs_there(self):
        self.release.product_id = False
        self.assertEqual(self._get_seen(self.asha), self.release)

    def test_release_of_another_programme_is_seen_by_who_runs_its_service(self):
        self._install(self.production, "estimates_1")
        self.assertEqual(self._get_seen(self.asha), self.release | self.foreign)
        self.assertEqual(self._get_seen(self.chitra), self.release)

    def test_who_sees_no_deployment_sees_no_release(self):
        for user in (self.passer_by, self.user_admin):
            self.assertFalse(self._get_seen(user), user.name)


@freeze_time("2026-01-05 06:30:00")  # Monday
@tagged("post_install", "-at_install")
class TestRoadmap(PortalRegistryCommon):
    """What comes, and what came lately, by quarter."""

    def _get_roadmap(self, user=None):
        releases = self.env["digit.release"].with_user(user or self.asha)
        roadmap = releases._get_roadmap_for_portal()
        return {label: found.mapped("name") for label, found in roadmap}

    def test_planned_release_stands_in_its_quarter(self):
        self.planned.release_date = "2026-05-04"
        self.assertEqual(self._get_roadmap(), {"Q2 2026": ["DIGIT 4"]})

    def test_quarters_stand_in_their_order(self):
        self.release.release_date = "2025-03-03"
        self.planned.release_date = "2026-01-05"
        self.assertEqual(list(self._get_roadmap()), ["Q1 2025", "Q1 2026"])

    def test_published_release_of_before_a_year_is_left_out(self):
        self.release.release_date = "2024-12-31"
        self.assertNotIn("DIGIT 3", str(self._get_roadmap()))

    def test_planned_release_without_a_date_is_last(self):
        self.release.release_date = "2025-12-01"
        self.planned.release_date = False
        self.assertEqual(list(self._get_roadmap()), ["Q4 2025", ""])

    def test_planned_release_whose_date_has_passed_has_none_any_more(self):
        self.planned.release_date = "2026-01-04"
        self.assertEqual(self._get_roadmap(), {"": ["DIGIT 4"]})

    def test_quarter_is_told_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("pt_PT")
        self.planned.release_date = "2026-05-04"
        releases = self.env["digit.release"].with_user(self.asha)
        [(label, _found)] = releases.with_context(
            lang="pt_PT"
        )._get_roadmap_for_portal()
        self.assertEqual(label, "T2 2026")

    def test_plans_of_another_programme_are_not_told(self):
        self.foreign.write({"state": "planned", "release_date": "2026-05-04"})
        self.assertNotIn("Works 1", str(self._get_roadmap()))


@tagged("post_install", "-at_install")
class TestPortalRelease(PortalRegistryCommon):
    """The pages, as they reach the browser."""

    def setUp(self):
        super().setUp()
        self._login(self.asha)

    def _get_release_page(self):
        return self._get_page(f"/my/releases/{self.release.id}")

    def _get_scripts(self, release):
        script = release.script_ids
        return self._get(f"/my/releases/{release.id}/scripts/{script.id}")

    def test_list(self):
        [release] = self._get_texts(self._get_page("/my/releases"), "release")
        for words in ("DIGIT 3", "06/03/2024", "Municipal", "Summary of DIGIT 3"):
            self.assertIn(words, release)

    def test_nothing_to_list_tells_what_to_do(self):
        self._login(self.passer_by)
        for url in ("/my/releases", "/my/roadmap"):
            self.assertTrue(self._get_texts(self._get_page(url), "empty"), url)

    def test_notes_and_mapping(self):
        page = self._get_release_page()
        self.assertIn("Notes of DIGIT 3", self._get_texts(page, "notes")[0])
        self.assertEqual(
            self._get_texts(page, "mapping_line"),
            ["Billing 3.2.15", "Workflow 3.0.0"],
        )

    def test_what_changes_for_me(self):
        page = self._get_release_page()
        self.assertEqual(
            self._get_texts(page, "pair"),
            [
                "Billing Major: needs migration 2.5.56 3.2.15",
                "Workflow Major: needs migration 1.9.0 3.0.0",
            ],
        )

    def test_nothing_changes_for_who_runs_it(self):
        self._login(self.chitra)
        page = self._get_release_page()
        self.assertFalse(self._get_texts(page, "pair"))
        self.assertIn("Nothing", self._get_texts(page, "changes")[0])

    def test_what_runs_elsewhere_is_not_told(self):
        self._login(self.chitra)
        page = self._get(f"/my/releases/{self.release.id}")
        self.assertNotIn("Punjab", page.text)
        self.assertNotIn("2.5.56", page.text)

    def test_notes_cannot_carry_scripts(self):
        self.release.notes = (
            "<p onclick='steal()'>Notes</p><script>steal()</script>"
            "<a href='javascript:steal()'>here</a><iframe src='//evil'></iframe>"
        )
        [notes] = self._get_release_page().xpath("//*[@name='notes']")
        self.assertIn("Notes", notes.text_content())
        for path in (".//script", ".//iframe", ".//*[@onclick]"):
            self.assertFalse(notes.xpath(path), path)
        self.assertFalse(notes.xpath(".//a[starts-with(@href, 'javascript')]"))

    def test_roadmap_tells_the_summary_of_what_is_planned_and_no_more(self):
        text = self._get("/my/roadmap").text
        self.assertIn("Summary of DIGIT 4", text)
        self.assertNotIn("Notes of DIGIT 4", text)
        self.assertNotIn("4.0.0", text)

    def test_script_of_a_published_release_is_downloaded(self):
        for user in (self.asha, self.balbir):
            self._login(user)
            response = self._get_scripts(self.release)
            self.assertEqual(response.status_code, 200)
            self.assertEqual(response.content, b"-- script of DIGIT 3")
            disposition = response.headers["Content-Disposition"]
            self.assertTrue(disposition.startswith("attachment"), disposition)

    def test_script_of_a_planned_or_foreign_release_is_not(self):
        for release in (self.planned, self.foreign):
            self.assertEqual(self._get_scripts(release).status_code, 404)

    def test_script_is_had_only_through_its_own_release(self):
        for release in (self.planned, self.foreign):
            response = self._get(
                f"/my/releases/{self.release.id}/scripts/{release.script_ids.id}"
            )
            self.assertEqual(response.status_code, 404)

    def test_script_is_not_had_past_the_page(self):
        for release in (self.release, self.planned, self.foreign):
            script = release.script_ids
            for url in (
                f"/web/content/{script.id}",
                f"/web/content/{script.id}?download=true&access_token=x",
                f"/web/content/digit.release/{release.id}/notes",
                f"/web/image/{script.id}",
            ):
                response = self._get(url)
                self.assertNotIn(b"script of", response.content, url)

    def test_file_of_something_else_is_no_script(self):
        ticket = self._create_ticket(self.chitra)
        file = self._attach(ticket, "secret.txt")
        response = self._get(f"/my/releases/{self.release.id}/scripts/{file.id}")
        self.assertEqual(response.status_code, 404)
