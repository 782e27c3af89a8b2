from odoo import api, fields, models

EARLIER = "earlier"
LATER = "later"


class DigitSlaRetarget(models.Model):
    """What the job moved after a policy, a schedule or a holiday had changed.

    Read by who controls every ticket; written by the job alone.
    """

    _name = "digit.sla.retarget"
    _description = "Re-targeting of SLA Clocks"
    _order = "id desc"
    _rec_name = "policy_id"

    policy_id = fields.Many2one(
        "digit.sla.policy", required=True, index=True, ondelete="cascade"
    )
    is_done = fields.Boolean(
        readonly=True, help="Until then the job is still at work in the background."
    )
    line_ids = fields.One2many("digit.sla.retarget.line", "retarget_id", readonly=True)
    clock_count = fields.Integer(string="Clocks", compute="_compute_counts")
    earlier_count = fields.Integer(string="Due Earlier", compute="_compute_counts")
    later_count = fields.Integer(string="Due Later", compute="_compute_counts")
    late_count = fields.Integer(string="Became Late", compute="_compute_counts")

    _open_unique = models.UniqueIndex("(policy_id) WHERE is_done IS NOT TRUE")

    @api.depends("line_ids")
    def _compute_counts(self):
        groups = self._read_lines(["direction", "is_late"])
        for run in self:
            counts = [group[1:] for group in groups if group[0] == run]
            run.clock_count = sum(count for *_, count in counts)
            run.earlier_count = sum(n for way, _, n in counts if way == EARLIER)
            run.later_count = sum(n for way, _, n in counts if way == LATER)
            run.late_count = sum(n for _, is_late, n in counts if is_late)

    def _read_lines(self, groupby):
        """(run, *groupby, number of lines) of these runs."""
        return self.env["digit.sla.retarget.line"]._read_group(
            [("retarget_id", "in", self.ids)], ["retarget_id", *groupby], ["__count"]
        )

    @api.model
    def _watch(self, clocks):
        """What is to be compared by ``_note`` later: {clock: facts}."""
        return {clock: self._get_facts(clock) for clock in clocks}

    @api.model
    def _get_facts(self, clock):
        return clock.deadline, clock.budget, self._get_policy(clock)

    @api.model
    def _get_policy(self, clock):
        """Whose promise it was or is; nobody's once both are deleted."""
        return clock.target_id.policy_id or clock.ticket_id.sla_policy_id

    @api.model
    def _note(self, watched, now):
        """Note which of these clocks are not what they were.

        :param watched: what ``_watch`` gave before
        """
        moved = [
            (clock, *facts)
            for clock, facts in watched.items()
            if facts != self._get_facts(clock) and self._get_policy(clock)
        ]
        runs = self._get_open({self._get_policy(clock) for clock, *_facts in moved})
        self.env["digit.sla.retarget.line"].create(
            [
                {
                    "retarget_id": runs[self._get_policy(clock)].id,
                    "clock_id": clock.id,
                    "before": before,
                    "after": clock.deadline,
                    "is_late": self._is_late(clock.deadline, now)
                    and not self._is_late(before, now),
                    "cause": self._get_cause(clock, budget, policy),
                }
                for clock, before, budget, policy in moved
            ]
        )

    @api.model
    def _is_late(self, deadline, now):
        return bool(deadline and deadline < now)

    @api.model
    def _get_cause(self, clock, budget, policy):
        if self._get_policy(clock) != policy:
            return "policy"
        return "schedule" if clock.budget == budget else "promise"

    @api.model
    def _get_open(self, policies):
        """The run of each policy that is not done, a new one where there is none."""
        ids = [policy.id for policy in policies]
        runs = self.search([("policy_id", "in", ids), ("is_done", "=", False)])
        known = runs.policy_id
        runs += self.create([{"policy_id": p.id} for p in policies if p not in known])
        return {run.policy_id: run for run in runs}

    @api.model
    def _finish(self):
        """Tell on each policy what its run has moved, once all is done."""
        for run in self.search([("is_done", "=", False)]):
            run.is_done = True
            run.policy_id.message_post(body=run._get_summary())

    def _get_summary(self):
        self.ensure_one()
        causes = dict(self.line_ids._fields["cause"]._description_selection(self.env))
        found = [causes[cause] for _run, cause, _count in self._read_lines(["cause"])]
        return self.env._(
            "%(count)s clocks have another target: %(earlier)s are due earlier, "
            "%(later)s later, %(late)s became late. Cause: %(causes)s. %(link)s",
            count=self.clock_count,
            earlier=self.earlier_count,
            later=self.later_count,
            late=self.late_count,
            causes=", ".join(found),
            link=self._get_html_link(title=self.env._("Show them")),
        )
