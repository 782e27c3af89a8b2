from lxml import html

from odoo.tests import new_test_user, tagged

from .common_portal import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalList(PortalCommon):
    def setUp(self):
        super().setUp()
        self._login(self.asha)

    def _get_page(self, query=""):
        response = self.url_open(f"/my/tickets{query}")
        self.assertEqual(response.status_code, 200, query)
        return html.fromstring(response.text)

    def _get_numbers(self, query=""):
        cells = self._get_page(query).xpath("//td[@name='td_number']")
        return [cell.text_content().strip() for cell in cells]

    def test_member_sees_their_own(self):
        self._create_ticket()
        own = self._create_ticket(self.balbir)
        self._login(self.balbir)
        self.assertEqual(self._get_numbers(), [own.number])

    def test_contact_sees_the_organisations(self):
        tickets = self._create_ticket() | self._create_ticket(self.balbir)
        self._create_ticket(self.chitra)
        self.assertCountEqual(self._get_numbers(), tickets.mapped("number"))

    def test_implementer_sees_its_deployments_and_which(self):
        self._create_ticket()
        self._create_ticket(self.chitra)
        self._login(self.tejas)
        page = self._get_page()
        cells = [
            cell.text_content().strip()
            for cell in page.xpath("//td[@name='td_deployment']")
        ]
        self.assertCountEqual(cells, ["Punjab Urban", "Odisha Urban"])

    def test_one_deployment_is_not_named_in_each_row(self):
        self._create_ticket()
        self.assertFalse(self._get_page().xpath("//td[@name='td_deployment']"))

    def test_row(self):
        ticket = self._create_ticket(self.balbir)
        [row] = self._get_page().xpath("//tr[@name='tr_ticket']")
        text = row.text_content()
        for word in (ticket.number, "Payments fail", "P3 Unaffected", "Reported"):
            self.assertIn(word, text)
        self.assertIn("Balbir", text)

    def test_tabs(self):
        stages = {
            "open": self.in_progress,
            "waiting": self.awaiting,
            "closed": self.done,
        }
        number = {
            name: self._create_ticket(stage_id=stage.id).number
            for name, stage in stages.items()
        }
        for name, expected in (
            ("open", {"open", "waiting"}),
            ("waiting", {"waiting"}),
            ("closed", {"closed"}),
            ("all", set(stages)),
        ):
            self.assertCountEqual(
                self._get_numbers(f"?filterby={name}"), [number[e] for e in expected]
            )

    def test_sorted_by_severity(self):
        low = self._create_ticket()
        high = self._create_ticket(
            impact_id=self.impacts["high"].id, urgency_id=self.urgencies["high"].id
        )
        lowest = self._create_ticket()
        self.assertEqual(
            self._get_numbers("?sortby=severity"),
            [high.number, lowest.number, low.number],
        )

    def test_search(self):
        ticket = self._create_ticket(name="Receipts are blank")
        self._create_ticket()
        self.assertEqual(self._get_numbers("?search=receipts"), [ticket.number])

    def test_grouped(self):
        self._create_ticket()
        self._create_ticket(stage_id=self.awaiting.id)
        for group in ("stage", "category"):
            self.assertEqual(len(self._get_numbers(f"?groupby={group}")), 2)

    def test_odd_parameters_show_the_list(self):
        # W14
        ticket = self._create_ticket()
        for query in (
            "sortby=x",
            "sortby=create_date;drop",
            "filterby=x",
            "filterby[]=1",
            "groupby=x",
            "groupby=user_id",
            "search_in=x",
            "search_in=x&search=pay",
            "search=%00pay",
            "search=%FF",
            f"search={'pay' * 2000}&filterby=x",
            "date_begin=x&date_end=y",
            "date_begin=2026-99-99&date_end=2026-01-01",
            "page=x",
            "page=-1",
            "page=²",
            "page=99999999999999999999",
            "sortby=&filterby=&groupby=&search=&search_in=&page=",
        ):
            with self.subTest(query=query[:40]):
                self._get_page(f"?{query}")
        self.assertEqual(
            self._get_numbers("?sortby=x&filterby=x&groupby=x"), [ticket.number]
        )

    def test_odd_pages(self):
        for page in ("0", "5", "99999999999999999999"):
            self._get_page(f"/page/{page}")

    def test_nothing_yet(self):
        page = self._get_page()
        [empty] = page.xpath("//*[@name='tickets_empty']")
        self.assertIn("You have no tickets", empty.text_content())
        self.assertTrue(empty.xpath(".//a[@href='/new/ticket']"))

    def test_nothing_here(self):
        self._create_ticket()
        [empty] = self._get_page("?filterby=closed").xpath("//*[@name='tickets_empty']")
        self.assertNotIn("You have no tickets", empty.text_content())

    def test_internal_user_sees_the_list_too(self):
        self._create_ticket()
        self._login(self.user_l1)
        self.assertEqual(len(self._get_numbers("?search=payments")), 1)

    def test_portal_user_without_group(self):
        new_test_user(self.env, login="passer_by", groups="base.group_portal")
        self.authenticate("passer_by", "passer_by")
        self._create_ticket()
        self.assertFalse(self._get_numbers("?filterby=all"))
