from odoo import api, fields, models

from .digit_escalation_step import DEED_FIELDS


class DigitEscalationStep(models.Model):
    """A step as a sentence, for who reviews a policy, and what is wrong with it."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.escalation.step"

    sentence = fields.Text(
        string="What Happens",
        compute="_compute_sentence",
        help="The whole step in words.",
    )
    warning = fields.Text(
        compute="_compute_warning", help="What does not work as it is written here."
    )

    # ---------------------------------------------------
    # The sentence
    # ---------------------------------------------------

    @api.depends(
        "metric",
        "severity_ids",
        "trigger",
        "share",
        "minutes",
        "time_kind",
        "repeat_minutes",
        *DEED_FIELDS,
    )
    @api.depends_context("lang")
    def _compute_sentence(self):
        for step in self:
            step.sentence = step._tell()

    def _tell(self):
        """This step in a sentence: when it acts, on what, and what it does."""
        self.ensure_one()
        moment = ", ".join(filter(None, [self._tell_scope(), self._tell_moment()]))
        deeds = "; ".join(self._tell_deeds()) or self.env._("nothing happens yet")
        sentence = self.env._("%(moment)s: %(deeds)s.", moment=moment, deeds=deeds)
        return sentence[:1].upper() + sentence[1:]

    def _tell_scope(self):
        """Which promises and severities it is about, as in "Response, P1 or P2"."""
        self.ensure_one()
        metrics = dict(self._fields["metric"]._description_selection(self.env))
        codes = self.severity_ids.mapped("code")
        return ", ".join(
            filter(
                None,
                [
                    metrics.get(self.metric) or self.env._("any promise"),
                    self.env._(" or ").join(codes),
                ],
            )
        )

    def _tell_deeds(self):
        """What this step does, one after the other."""
        self.ensure_one()
        return [
            text
            for text in (
                self._tell_whom(),
                self._tell_repetition(),
                *self._tell_changes(),
                *self._tell_partners(),
                self._tell_actions(),
            )
            if text
        ]

    def _tell_whom(self):
        people = ", ".join(self._tell_people())
        if not people:
            return ""
        return self.env._(
            "tells %(people)s by %(ways)s",
            people=people,
            ways=", ".join(self._tell_ways()) or "?",
        )

    def _tell_people(self):
        """Who on the support side is told."""
        self.ensure_one()
        rank = self.matrix_rank
        named = (
            (self.notify_assignee, self.env._("the assignee")),
            (self.notify_team, self.env._("the team")),
            (self.notify_team_lead, self.env._("the team's lead")),
            (rank, self.env._("level %(rank)s of the escalation matrix", rank=rank)),
        )
        return [text for is_on, text in named if is_on] + self.user_ids.mapped("name")

    def _tell_ways(self):
        self.ensure_one()
        channel = self.sudo().channel_id.name  # also of who is no member of it
        ways = (
            (self.by_inbox, self.env._("inbox")),
            (self.by_mail, self.env._("mail")),
            (self.by_activity, self.env._("activity")),
            (channel, self.env._("the channel %(name)s", name=channel)),
        )
        return [text for is_on, text in ways if is_on]

    def _tell_repetition(self):
        return self.repeat_minutes and self.env._(
            "again every %(time)s until somebody takes care",
            time=self._tell_minutes(self.repeat_minutes),
        )

    def _tell_changes(self):
        """What it changes of the ticket, in the order in which it does so."""
        user = self.reassign_user_id.name
        changes = (
            (self.raise_severity, self.env._("raises the severity")),
            (self.hand_up, self.env._("hands up a support level")),
            (user, self.env._("reassigns to %(user)s", user=user)),
        )
        return [text for is_on, text in changes if is_on]

    def _tell_partners(self):
        """What reporters and contact persons hear of it."""
        roles = ", ".join(self.contact_role_ids.mapped("name"))
        told = (
            (roles, self.env._("tells the deployment's %(roles)s", roles=roles)),
            (self.partner_message, self.env._("writes to the reporter")),
        )
        return [text for is_on, text in told if is_on]

    def _tell_actions(self):
        # sudo: their names are no secret to who reads what the step does
        names = ", ".join(self.sudo().action_ids.mapped("name"))
        return names and self.env._("runs %(names)s", names=names)

    # ---------------------------------------------------
    # What is wrong with it
    # ---------------------------------------------------

    @api.depends(
        "user_ids.active", "reassign_user_id.active", "matrix_rank", "contact_role_ids"
    )
    @api.depends_context("lang")
    def _compute_warning(self):
        for step in self:
            step.warning = "\n".join(step._get_warnings())

    def _get_warnings(self):
        """Why this step may not reach whom it names; the last resort is told then."""
        self.ensure_one()
        warnings = [
            self.env._("%(user)s has left: the user is archived.", user=user.name)
            for user in self.user_ids | self.reassign_user_id
            if not user.active
        ]
        programme, deployment = self.programme_id, self.policy_id.deployment_id
        matrix = self.env["digit.escalation.contact"]._choose(programme, deployment)
        if self.matrix_rank and self.matrix_rank not in matrix.mapped("rank"):
            warnings.append(
                self.env._(
                    "Nobody stands at level %(rank)s of the escalation matrix.",
                    rank=self.matrix_rank,
                )
            )
        unknown = self._find_unknown_roles(deployment or programme.deployment_ids)
        if unknown:
            warnings.append(
                self.env._(
                    "No deployment has a contact person who is %(roles)s.",
                    roles=", ".join(unknown.mapped("name")),
                )
            )
        return warnings

    def _find_unknown_roles(self, deployments):
        """The roles that it tells and nobody has in any of ``deployments``."""
        self.ensure_one()
        roles = self.contact_role_ids
        if not (roles and deployments):
            return roles.browse()
        return roles - deployments.contact_ids.contact_role_ids
