from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import DigitSupportCommon


@tagged("post_install", "-at_install")
class TestSeverity(DigitSupportCommon):
    def test_severity_from_the_matrix(self):
        ticket = self._create_ticket(
            impact_id=self.impacts["high"].id, urgency_id=self.urgencies["high"].id
        )
        self.assertEqual(ticket.severity_id, self.p1)
        ticket.urgency_id = self.urgencies["low"]
        self.assertEqual(ticket.severity_id, self.p2)

    def test_severity_drives_priority(self):
        ticket = self._create_ticket()
        self.assertEqual(ticket.severity_id, self.p3)
        self.assertEqual(ticket.priority, "1")
        ticket.impact_id = self.impacts["high"]
        self.assertEqual(ticket.priority, "2")

    def test_defaults_when_the_reporter_does_not_say(self):
        ticket = self._create_ticket()
        self.assertEqual(ticket.impact_id, self.impacts["low"])
        self.assertEqual(ticket.urgency_id, self.urgencies["low"])

    def test_no_programme_no_severity(self):
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "Unknown", "description": "?", "user_id": False}
        )
        self.assertFalse(ticket.severity_id)
        self.assertEqual(ticket.priority, "1")

    def test_overruling_needs_a_reason(self):
        ticket = self._create_ticket().with_user(self.user_l1)
        with self.assertRaisesRegex(ValidationError, "Say why"):
            ticket.severity_id = self.p1

    def test_overruling_keeps_the_reason_in_the_chatter(self):
        ticket = self._create_ticket()
        self._flush_tracking()
        ticket.with_user(self.user_l1).write(
            {"severity_id": self.p1.id, "severity_reason": "The minister called."}
        )
        self._flush_tracking()
        self.assertEqual(ticket.severity_id, self.p1)
        self.assertEqual(ticket.priority, "3")
        tracked = ticket.message_ids.tracking_value_ids
        self.assertIn("The minister called.", tracked.mapped("new_value_char"))
        self.assertIn(self.p1.display_name, tracked.mapped("new_value_char"))

    def test_matrix_takes_over_again(self):
        ticket = self._create_ticket()
        ticket.write({"severity_id": self.p1.id, "severity_reason": "Because."})
        ticket.impact_id = self.impacts["high"]
        self.assertEqual(ticket.severity_id, self.p2)
        self.assertFalse(ticket.severity_reason)

    def test_severity_of_another_scheme_refused(self):
        other = self.env["digit.severity.scheme"].create({"name": "Other"})
        foreign = self.env["digit.severity"].create(
            {"scheme_id": other.id, "code": "X", "name": "X"}
        )
        ticket = self._create_ticket()
        with self.assertRaisesRegex(ValidationError, "not one of programme"):
            ticket.write({"severity_id": foreign.id, "severity_reason": "?"})

    def test_overruled_severity_stays_with_whoever_gets_the_ticket(self):
        ticket = self._create_ticket(team_id=self.team.id)
        ticket.write({"severity_id": self.p1.id, "severity_reason": "Because."})
        other = self.team.copy({"name": "Second"})
        for vals in (
            {"user_id": self.user_l2.id},
            {"team_id": other.id},
            {"partner_id": self.balbir.partner_id.id},
        ):
            ticket.write(vals)
            self.env.flush_all()
            self.assertEqual(ticket.severity_id, self.p1, vals)
            self.assertEqual(ticket.severity_reason, "Because.")

    def test_overruled_severity_stays_in_a_form_that_gives_the_ticket_on(self):
        ticket = self._create_ticket(team_id=self.team.id)
        ticket.write({"severity_id": self.p1.id, "severity_reason": "Because."})
        with Form(ticket.with_user(self.user_operations)) as form:
            form.user_id = self.user_l2
        self.assertEqual(ticket.user_id, self.user_l2)
        self.assertEqual(ticket.severity_id, self.p1)

    def test_severity_that_is_overruled_with_the_impact_stays_too(self):
        ticket = self._create_ticket(team_id=self.team.id)
        with Form(ticket.with_user(self.user_operations)) as form:
            form.impact_id = self.impacts["high"]
            form.severity_id = self.env["digit.severity"].search(
                [("scheme_id", "=", self.scheme.id), ("code", "=", "P3")]
            )
            form.severity_reason = "Few are affected."
        created = self._create_ticket(
            team_id=self.team.id,
            impact_id=self.impacts["high"].id,
            severity_id=ticket.severity_id.id,
            severity_reason="As in the former system.",
        )
        for overruled in ticket | created:
            overruled.team_id = self.team.copy({"name": "Second"})
            self.env.flush_all()
            self.assertEqual(overruled.severity_id.code, "P3")
            self.assertTrue(overruled.severity_reason)

    def test_cleared_severity_is_refused_in_words(self):
        ticket = self._create_ticket()
        with self.assertRaisesRegex(ValidationError, "Severity - differs"):
            ticket.severity_id = False

    def test_form_asks_for_the_reason(self):
        ticket = self._create_ticket()
        with Form(ticket.with_user(self.user_l1)) as form:
            form.severity_id = self.p1
            self.assertTrue(form.severity_overruled)
            form.severity_reason = "Whole State is affected."
        self.assertEqual(ticket.severity_id, self.p1)

    def test_matrix_lookup_costs_the_same_for_many(self):
        tickets = self._create_ticket() | self._create_ticket() | self._create_ticket()
        self.env.flush_all()
        counts = []
        for batch in (tickets[:1], tickets):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch._get_matrix_severity()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)


@tagged("post_install", "-at_install")
class TestSeverityScheme(DigitSupportCommon):
    def test_matrix_has_a_cell_for_each_pair(self):
        self.assertEqual(len(self.scheme.rule_ids), 4)

    def test_matrix_follows_its_axes(self):
        scheme = self.scheme.copy()
        scheme.impact_ids = [Command.unlink(self.impacts["low"].id)]
        self.assertEqual(scheme.rule_ids.impact_id, self.impacts["high"])
        self.assertEqual(len(scheme.rule_ids), 2)

    def test_copy_leads_to_its_own_severities(self):
        scheme = self.scheme.copy()
        self.assertEqual(scheme.rule_ids.severity_id.scheme_id, scheme)
        self.assertEqual(
            [(r.impact_id, r.urgency_id, r.severity_id.code) for r in scheme.rule_ids],
            [
                (r.impact_id, r.urgency_id, r.severity_id.code)
                for r in self.scheme.rule_ids
            ],
        )

    def test_hole_refused_in_a_scheme_in_use(self):
        with self.assertRaisesRegex(ValidationError, "low / high"):
            self.scheme.write(
                {
                    "rule_ids": [
                        Command.update(rule.id, {"severity_id": False})
                        for rule in self.scheme.rule_ids
                        if (rule.impact_id, rule.urgency_id)
                        == (self.impacts["low"], self.urgencies["high"])
                    ]
                }
            )

    def test_hole_refused_directly_on_the_cell(self):
        with self.assertRaisesRegex(ValidationError, "no severity for"):
            self.scheme.rule_ids[0].severity_id = False

    def test_new_axis_step_must_be_filled_in(self):
        extra = self.env["digit.impact"].create({"name": "Huge"})
        with self.assertRaisesRegex(ValidationError, "Huge / high, Huge / low"):
            self.scheme.impact_ids = [Command.link(extra.id)]
            self.env.flush_all()

    def test_hole_allowed_while_nobody_uses_it(self):
        scheme = self.scheme.copy()
        scheme.rule_ids[0].severity_id = False
        self.assertEqual(scheme.hole_description, "high / high")

    def test_programme_refuses_a_scheme_with_a_hole(self):
        scheme = self.scheme.copy()
        scheme.rule_ids[0].severity_id = False
        with self.assertRaisesRegex(ValidationError, "high / high"):
            self.programme.scheme_id = scheme

    def test_programme_refuses_an_empty_scheme(self):
        scheme = self.env["digit.severity.scheme"].create({"name": "Empty"})
        with self.assertRaisesRegex(ValidationError, "no matrix yet"):
            self.programme.scheme_id = scheme

    def test_defaults_are_of_the_scheme(self):
        with self.assertRaisesRegex(ValidationError, "default impact"):
            self.scheme.default_impact_id = self.env["digit.impact"].create(
                {"name": "Foreign"}
            )
