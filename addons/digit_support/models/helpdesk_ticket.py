from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    kind = fields.Selection(
        [
            ("incident", "Incident"),
            ("problem", "Problem"),
            ("change_request", "Change Request"),
            ("bug", "Bug"),
            ("question", "Question"),
        ],
        default="incident",
        required=True,
        index=True,
        tracking=True,
    )
    deployment_id = fields.Many2one(
        "digit.deployment",
        compute="_compute_deployment_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Found from the reporter's organisation when it has only one.",
    )
    programme_id = fields.Many2one(
        "digit.programme",
        compute="_compute_programme_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Decides the severities, the deadlines and who works on the ticket.",
    )
    scheme_id = fields.Many2one(related="programme_id.scheme_id")
    allowed_impact_ids = fields.Many2many(
        related="scheme_id.impact_ids", string="Allowed Impacts"
    )
    allowed_urgency_ids = fields.Many2many(
        related="scheme_id.urgency_ids", string="Allowed Urgencies"
    )
    impact_id = fields.Many2one(
        "digit.impact",
        compute="_compute_impact_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        tracking=True,
        domain="[('id', 'in', allowed_impact_ids)]",
    )
    urgency_id = fields.Many2one(
        "digit.urgency",
        compute="_compute_urgency_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        tracking=True,
        domain="[('id', 'in', allowed_urgency_ids)]",
    )
    severity_id = fields.Many2one(
        "digit.severity",
        compute="_compute_severity_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('scheme_id', '=', scheme_id)]",
        help="Found from impact and urgency. An agent may overrule it and say why.",
    )
    severity_reason = fields.Char(
        string="Reason for Overruling",
        compute="_compute_severity_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        groups="base.group_user",
    )
    matrix_severity_id = fields.Many2one(
        "digit.severity",
        string="Severity by the Matrix",
        compute="_compute_severity_id",
        store=True,
        precompute=True,
        ondelete="restrict",
        groups="base.group_user",
        help="What impact and urgency gave. As long as they give the same, a severity "
        "that overrules it stays.",
    )
    severity_overruled = fields.Boolean(
        compute="_compute_severity_overruled", groups="base.group_user"
    )
    priority = fields.Selection(
        default=None,
        compute="_compute_priority",
        store=True,
        readonly=False,
        precompute=True,
    )
    closed_date = fields.Datetime(
        compute="_compute_closed_date", store=True, readonly=False, precompute=True
    )
    partner_id = fields.Many2one(string="Reporter", index="btree_not_null")
    # known before the ticket is stored, as is all that follows from them: one INSERT
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    team_id = fields.Many2one(compute="_compute_team_id", store=True, precompute=True)
    user_id = fields.Many2one(compute="_compute_user_id", store=True, precompute=True)
    stage_id = fields.Many2one(compute="_compute_stage_id", store=True, precompute=True)
    unattended = fields.Boolean(
        related="stage_id.unattended", store=True, precompute=True
    )

    @api.constrains("severity_id", "severity_reason")
    def _check_severity_reason(self):
        for ticket in self:
            if ticket.severity_overruled and not ticket.severity_reason:
                raise ValidationError(
                    self.env._(
                        "Severity %(severity)s differs from what impact and urgency "
                        "give. Say why, in "
                        "“Reason for Overruling”.",
                        severity=ticket.severity_id.display_name or "-",
                    )
                )

    @api.constrains("severity_id")
    def _check_severity_scheme(self):
        for ticket in self.filtered("severity_id"):
            if ticket.severity_id.scheme_id != ticket.programme_id.scheme_id:
                raise ValidationError(
                    self.env._(
                        "Severity %(severity)s is not one of programme %(programme)s.",
                        severity=ticket.severity_id.display_name,
                        programme=ticket.programme_id.name or "-",
                    )
                )

    @api.depends("partner_id")
    def _compute_deployment_id(self):
        found = self.env["digit.deployment"]._get_by_reporter(self.partner_id)
        for ticket in self:
            candidates = found.get(ticket.partner_id, self.env["digit.deployment"])
            if ticket.deployment_id not in candidates:
                ticket.deployment_id = candidates if len(candidates) == 1 else False

    @api.depends("user_id")
    def _compute_team_id(self):
        """Of the assignee's teams, the one that serves the deployment's programme."""
        for ticket in self.filtered(lambda ticket: not ticket.team_id):
            teams = ticket.deployment_id.programme_id.team_ids
            ticket.team_id = (teams & ticket.user_id.helpdesk_team_ids)[:1]
        return super()._compute_team_id()

    @api.depends("deployment_id", "team_id")
    def _compute_programme_id(self):
        for ticket in self:
            ticket.programme_id = (
                ticket.deployment_id.programme_id
                or ticket.programme_id
                or ticket.team_id.programme_id
            )

    @api.depends("programme_id")
    def _compute_impact_id(self):
        for ticket in self:
            scheme = ticket.programme_id.scheme_id
            if ticket.impact_id not in scheme.impact_ids:
                ticket.impact_id = scheme.default_impact_id

    @api.depends("programme_id")
    def _compute_urgency_id(self):
        for ticket in self:
            scheme = ticket.programme_id.scheme_id
            if ticket.urgency_id not in scheme.urgency_ids:
                ticket.urgency_id = scheme.default_urgency_id

    @api.depends("programme_id", "impact_id", "urgency_id")
    def _compute_severity_id(self):
        found = self._get_matrix_severity()
        for ticket in self:
            # somebody else who has the ticket is no reason to judge it again
            is_same = ticket._origin.matrix_severity_id == found[ticket]
            if not (is_same and ticket.severity_reason):
                ticket.severity_id = found[ticket]
                ticket.severity_reason = False
            ticket.matrix_severity_id = found[ticket]

    @api.depends("severity_id", "impact_id", "urgency_id", "programme_id")
    def _compute_severity_overruled(self):
        found = self._get_matrix_severity()
        for ticket in self:
            ticket.severity_overruled = ticket.severity_id != found[ticket]

    @api.depends("severity_id")
    def _compute_priority(self):
        for ticket in self:
            ticket.priority = ticket.severity_id.priority or ticket.priority or "1"

    @api.depends("stage_id.closed")
    def _compute_closed_date(self):
        """Empty while open: the base keeps the date of a reopened ticket (W9)."""
        for ticket in self:
            ticket.closed_date = ticket.stage_id.closed and (
                ticket.closed_date or fields.Datetime.now()
            )

    @api.depends("number", "name")
    def _compute_display_name(self):
        """Empty for a new ticket, so that the form calls it "New"."""
        named = self.filtered("name")
        (self - named).display_name = False
        return super(HelpdeskTicket, named)._compute_display_name()

    @api.onchange("programme_id")
    def _onchange_programme_id(self):
        """A ticket that an agent types in goes to a team of its programme."""
        teams = self.programme_id.team_ids
        if teams and self.team_id not in teams:
            self.team_id = teams[:1]

    def _get_matrix_severity(self):
        """What the matrix gives for each ticket.

        :return: {ticket: severity}, the severity empty where nothing is known
        """
        return {
            ticket: ticket.programme_id.scheme_id._find_severity(
                ticket.impact_id, ticket.urgency_id
            )
            for ticket in self
        }

    @api.model_create_multi
    def create(self, vals_list):
        # what follows from several fields is looked at once, when all are there
        creating = self.with_context(digit_creating=True)
        self._add_stages(vals_list)
        tickets = super(HelpdeskTicket, creating).create(vals_list)
        tickets._route_new()
        tickets._record_levels()
        tickets._on_reported()
        return tickets.with_env(self.env)

    def write(self, vals):
        result = super().write(vals)
        if {"severity_id", "severity_reason"} & vals.keys():
            self._note_matrix_severity()
        return result

    def _note_matrix_severity(self):
        """Whoever overrules a severity knows what the matrix gives.

        Of fields that are computed together, the base computes none when one of them
        is written.
        """
        tickets = self.sudo()
        found = tickets._get_matrix_severity()
        stale = tickets.filtered(lambda t: t.matrix_severity_id != found[t])
        for severity, of_severity in stale.grouped(lambda t: found[t]).items():
            of_severity.matrix_severity_id = severity

    @api.model
    def _add_stages(self, vals_list):
        """The first stage of each team, which the base looks for once a ticket."""
        stages = {}
        for vals in vals_list:
            team_id = vals.get("team_id")
            if team_id and "stage_id" not in vals:
                if team_id not in stages:
                    team = self.env["helpdesk.ticket.team"].browse(team_id)
                    stages[team_id] = team._get_applicable_stages()[:1].id
                vals["stage_id"] = stages[team_id]

    def _message_compute_parent_id(self, parent_id):
        """What is posted on a ticket that is being created has nothing before it."""
        if self.env.context.get("digit_creating"):
            return parent_id
        return super()._message_compute_parent_id(parent_id)

    def _on_reported(self):
        """What happens once, when tickets have been created and placed. Extend."""

    def _route_new(self):
        """Give each ticket that reached no team that of its level, or the first one of
        its programme."""
        for ticket in self.filtered(lambda ticket: not ticket.team_id):
            ticket.team_id = ticket.level_id.team_id or ticket.programme_id.team_ids[:1]
