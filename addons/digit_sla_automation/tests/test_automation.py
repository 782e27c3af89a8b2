from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.digit_sla.tests.common_escalation import EscalationCommon

AT_RISK, BREACHED = "2026-11-23 07:30:00", "2026-11-23 08:30:00"  # 13:00, 14:00


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestAutomation(EscalationCommon):
    """A P1 reported Monday at 10:00 is at risk from 13:00 on, and due at 14:00.

    The administrator makes a rule for each trigger; what a rule does is to say so.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_test_user(
            cls.env,
            login="administrator",
            groups="base.group_system,digit_support.digit_support_group_admin",
        )
        cls.rules = {
            name: cls._create_rule(f"on_sla_{name}", cls._tag(name))
            for name in ("at_risk", "breached", "met", "escalated")
        }
        cls.ticket = cls._create_p1(team_id=cls.team.id)
        cls._flush_tracking()

    @classmethod
    def _create_rule(cls, trigger, code, **vals):
        """A rule, as an administrator makes it."""
        return (
            cls.env["base.automation"]
            .with_user(cls.administrator)
            .create(
                {
                    "name": f"When {trigger}",
                    "model_id": cls.env.ref("helpdesk_mgmt.model_helpdesk_ticket").id,
                    "trigger": trigger,
                    "action_server_ids": [
                        Command.create(
                            {
                                "name": "Act",
                                "model_id": cls.env.ref(
                                    "helpdesk_mgmt.model_helpdesk_ticket"
                                ).id,
                                "state": "code",
                                "code": code,
                            }
                        )
                    ],
                    **vals,
                }
            )
        )

    @classmethod
    def _tag(cls, name):
        """Code that leaves a message, so that one can count how often it ran."""
        return f"record.message_post(body='rule {name}')"

    def _run_jobs(self, *moments):
        for moment in moments:
            with freeze_time(moment), self.enter_registry_test_mode():
                for job in (
                    "digit_sla.ir_cron_settle",
                    "digit_sla_automation.ir_cron_tell_risk",
                    "digit_sla.ir_cron_escalate",
                ):
                    self.env.ref(job).method_direct_trigger()

    def _answer(self, moment):
        with freeze_time(moment):
            self._reply(self.ticket, self.user_l2)
            self._flush_tracking()

    def _get_acts(self, ticket=None):
        """What the rules did, the first one first: a list of their names."""
        ticket = ticket or self.ticket
        bodies = ticket.message_ids.sorted("id").mapped("body")
        return [
            name
            for body in bodies
            for name in (*self.rules, "other")
            if body == f"<span>rule {name}</span>"
        ]

    def _count(self, name):
        return self._get_acts().count(name)

    def test_nothing_happens_to_a_ticket_that_is_on_track(self):
        self._run_jobs("2026-11-23 04:31:00", "2026-11-23 07:29:59")
        self.assertFalse(self._get_acts())

    def test_at_risk_once(self):
        self._run_jobs(AT_RISK, "2026-11-23 07:31:00", "2026-11-23 08:00:00")
        self.assertEqual(self._count("at_risk"), 1)
        self.assertEqual(self._count("breached"), 0)

    def test_breached_once(self):
        self._run_jobs("2026-11-23 08:30:01", "2026-11-23 08:31:00")
        self.assertEqual(self._count("breached"), 1)
        self.assertEqual(self._count("met"), 0)

    def test_at_risk_is_told_late_when_no_job_ran(self):
        self._run_jobs("2026-11-23 10:00:00", "2026-11-23 10:01:00")
        self.assertEqual(self._count("at_risk"), 1)

    def test_what_was_answered_meanwhile_is_not_at_risk_any_more(self):
        self._answer("2026-11-23 08:00:00")
        self._run_jobs("2026-11-23 08:01:00")
        self.assertEqual(self._get_acts(), ["met"])

    def test_met_once(self):
        self._answer("2026-11-23 05:00:00")
        self._answer("2026-11-23 05:10:00")
        self.assertEqual(self._get_acts(), ["met"])

    def test_answered_late_is_breached_and_not_met(self):
        self._answer("2026-11-23 09:00:00")
        self.assertEqual(self._get_acts(), ["breached"])

    def test_a_paused_clock_is_not_at_risk(self):
        with freeze_time("2026-11-23 07:00:00"):
            self.ticket.stage_id = self.stage_waiting
        self._run_jobs(AT_RISK, "2026-11-23 10:00:00")
        self.assertFalse(self._get_acts())
        with freeze_time("2026-11-23 10:00:00"):  # half an hour before it is at risk
            self.ticket.stage_id = self.stage_progress
        self._run_jobs("2026-11-23 10:29:00")
        self.assertFalse(self._get_acts())
        self._run_jobs("2026-11-23 10:30:00", "2026-11-23 10:31:00")
        self.assertEqual(self._count("at_risk"), 1)

    def test_once_a_clock_though_it_is_paused_and_resumed(self):
        self._run_jobs(AT_RISK)
        with freeze_time("2026-11-23 07:40:00"):
            self.ticket.stage_id = self.stage_waiting
            self.ticket.stage_id = self.stage_progress
        self._run_jobs("2026-11-23 07:41:00")
        self.assertEqual(self._count("at_risk"), 1)

    def test_escalated_once(self):
        self._run_jobs(AT_RISK, "2026-11-23 07:31:00")
        self.assertEqual(self._count("escalated"), 1)

    def test_escalated_by_somebody(self):
        self.ticket.with_user(self.user_l2)._escalate("The State has called.")
        self._flush_tracking()
        self.assertEqual(self._count("escalated"), 1)

    def test_the_conditions_of_a_rule_hold(self):
        self.rules["met"].filter_domain = f"[('severity_id', '=', {self.p2.id})]"
        self._answer("2026-11-23 05:00:00")
        self.assertFalse(self._get_acts())

    def test_a_rule_that_is_switched_off_does_nothing(self):
        self.rules["met"].active = False
        self._answer("2026-11-23 05:00:00")
        self.assertFalse(self._get_acts())

    def test_a_rule_may_change_what_the_clock_follows(self):
        urgency = self.urgencies["low"].id
        self._create_rule(
            "on_sla_breached", f"record.write({{'urgency_id': {urgency}}})"
        )
        self._run_jobs("2026-11-23 08:31:00", "2026-11-23 08:32:00")
        self.assertEqual(self.ticket.severity_id, self.p2)
        self.assertEqual(self._count("breached"), 1)
        self.assertEqual(self.ticket.clock_ids.status, "breached")

    # ---------------------------------------------------
    # Rules that fail
    # ---------------------------------------------------

    def _create_failing_rule(self, trigger):
        """One that fails on one ticket, and leaves its mark on any other."""
        return self._create_rule(
            trigger, f"record.id == {self.ticket.id} and 1 / 0\n{self._tag('other')}"
        )

    @mute_logger("odoo.addons.base.models.ir_actions")
    def test_a_rule_that_fails_stops_no_job_and_no_other_ticket(self):
        rule = self._create_failing_rule("on_sla_at_risk")
        other = self._create_p1()
        self._run_jobs(AT_RISK, "2026-11-23 07:31:00")
        self.assertEqual(self._count("at_risk"), 1)
        self.assertEqual(self._get_acts(other).count("other"), 1)
        self.assertEqual(self._get_acts(other).count("at_risk"), 1)
        self.assertIn(self.ticket.number, rule.message_ids[:1].body)
        self.assertTrue(all((self.ticket | other).clock_ids.mapped("is_risk_told")))

    @mute_logger("odoo.addons.base.models.ir_actions")
    def test_a_rule_that_fails_does_not_stop_what_a_person_does(self):
        self._create_failing_rule("on_sla_met")
        with freeze_time("2026-11-23 05:00:00"):
            self.ticket.with_user(self.user_l2).message_post(
                body="We look into it.",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
            self._flush_tracking()
        self.assertEqual(self.ticket.clock_ids.status, "met")
        self.assertEqual(self._get_acts(), ["met"])

    @mute_logger("odoo.addons.base.models.ir_actions")
    def test_its_author_is_asked_to_look_once(self):
        rule = self._create_failing_rule("on_sla_met")
        self._answer("2026-11-23 05:00:00")
        rule._keep_failure(self.ticket, ValueError("again"))
        self.assertEqual(len(rule.activity_ids), 1)
        self.assertEqual(rule.activity_ids.user_id, self.administrator)

    # ---------------------------------------------------
    # Set up
    # ---------------------------------------------------

    def test_only_tickets_have_promises(self):
        with self.assertRaises(ValidationError):
            self._create_rule(
                "on_sla_met", "", model_id=self.env.ref("base.model_res_partner").id
            )

    def test_what_was_at_risk_before_the_addon_is_no_news(self):
        from ..hooks import post_init_hook

        clock = self.ticket.clock_ids
        clock.flush_recordset()
        self.env.cr.execute(
            "UPDATE digit_sla_clock SET risk_date = '2020-01-06' WHERE id = %s",
            [clock.id],
        )
        post_init_hook(self.env)
        self.env.invalidate_all()
        self._run_jobs(AT_RISK)
        self.assertEqual(self._count("at_risk"), 0)
