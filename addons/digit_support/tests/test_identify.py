from odoo.tests import tagged

from .common import DigitSupportCommon


@tagged("post_install", "-at_install")
class TestIdentify(DigitSupportCommon):
    """Reporter -> organisation -> deployment -> programme."""

    def test_deployment_of_the_client(self):
        ticket = self._create_ticket(self.asha)
        self.assertEqual(ticket.deployment_id, self.deployment)
        self.assertEqual(ticket.programme_id, self.programme)

    def test_several_deployments_none_picked(self):
        ticket = self._create_ticket(self.tejas)
        self.assertFalse(ticket.deployment_id)
        self.assertFalse(ticket.programme_id)

    def test_programme_of_the_team_when_no_deployment(self):
        ticket = self._create_ticket(self.tejas, team_id=self.team.id)
        self.assertEqual(ticket.programme_id, self.programme)

    def test_chosen_deployment_stays(self):
        ticket = self._create_ticket(
            self.tejas, deployment_id=self.deployment_odisha.id
        )
        ticket.name = "Another title"
        self.assertEqual(ticket.deployment_id, self.deployment_odisha)
        self.assertEqual(ticket.programme_id, self.programme)

    def test_staff_of_a_city_reports_for_its_state(self):
        city = self.env["res.partner"].create(
            {"name": "Jalandhar", "is_company": True, "parent_id": self.punjab.id}
        )
        clerk = self.env["res.partner"].create({"name": "Clerk", "parent_id": city.id})
        ticket = self._create_ticket(partner_id=clerk.id)
        self.assertEqual(ticket.deployment_id, self.deployment)

    def test_stranger_has_no_deployment(self):
        ticket = self._create_ticket(partner_id=self.stranger.id)
        self.assertFalse(ticket.deployment_id)

    def test_archived_deployment_not_picked(self):
        self.deployment.active = False
        self.assertFalse(self._create_ticket().deployment_id)

    def test_team_of_the_programme(self):
        self.assertEqual(self._create_ticket().team_id, self.team)

    def test_team_of_the_assignee_that_serves_the_programme(self):
        other = self.env["helpdesk.ticket.team"].create(
            {"name": "Other", "sequence": 0, "user_ids": self.user_l1.ids}
        )
        self.assertEqual(self.user_l1.helpdesk_team_ids[0], other)
        ticket = self._create_ticket(user_id=self.user_l1.id)
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.user_id, self.user_l1)

    def test_handing_over_keeps_the_programme(self):
        ticket = self._create_ticket()
        ticket.team_id = self.env["helpdesk.ticket.team"].create({"name": "Other"})
        self.assertEqual(ticket.programme_id, self.programme)

    def test_l1_finds_the_deployment_too(self):
        ticket = (
            self.env["helpdesk.ticket"]
            .with_user(self.user_l1)
            .create(
                {
                    "name": "By phone",
                    "description": "-",
                    "partner_id": self.asha.partner_id.id,
                    "team_id": self.team.id,
                }
            )
        )
        self.assertEqual(ticket.deployment_id, self.deployment)
        self.assertEqual(ticket.severity_id, self.p3)

    def test_lookup_costs_the_same_for_many(self):
        partners = self.env["res.partner"].browse(
            (self.asha | self.balbir | self.tejas).partner_id.ids
        )
        self.env.flush_all()
        counts = []
        for batch in (partners[:1], partners):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["digit.deployment"]._get_by_reporter(batch)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_closed_date_is_cleared_on_reopening(self):
        # W9 of RELIABILITY: the base keeps the date, and sets none at creation
        done = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        ticket = self._create_ticket()
        ticket.stage_id = done
        self.assertTrue(ticket.closed_date)
        ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        self.assertFalse(ticket.closed_date)
        self.assertTrue(self._create_ticket(stage_id=done.id).closed_date)
