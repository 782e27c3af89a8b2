from odoo import api, fields, models


class DigitProgramme(models.Model):
    """A support programme with its own rules: DIGIT Urban (S1), MUKTASoft (S2)..."""

    _name = "digit.programme"
    _description = "Support Programme"
    _inherit = ["mail.thread"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    description = fields.Text(translate=True)
    scheme_id = fields.Many2one(
        "digit.severity.scheme",
        string="Severity Scheme",
        required=True,
        ondelete="restrict",
        tracking=True,
    )
    date_start = fields.Date(
        string="First Day",
        tracking=True,
        help="The first day of operation, as of a campaign (S4); always open if empty.",
    )
    date_end = fields.Date(
        string="Last Day", tracking=True, help="The last day of operation."
    )
    team_ids = fields.One2many(
        "helpdesk.ticket.team",
        "programme_id",
        string="Teams",
        help="A ticket that reaches no team of its own goes to the first one.",
    )
    level_ids = fields.One2many(
        "digit.support.level", "programme_id", string="Support Levels", copy=True
    )
    category_ids = fields.One2many(
        "helpdesk.ticket.category",
        "programme_id",
        string="Categories",
        help="What its tickets are sorted by, beside the categories of all programmes.",
    )
    routing_rule_ids = fields.One2many(
        "digit.routing.rule", "programme_id", string="Routing Rules"
    )
    confirmation_days = fields.Integer(
        string="Days to Confirm",
        default=5,
        help="How long the reporter may confirm or reopen a resolved ticket before it "
        "is closed for good.",
    )
    product_ids = fields.Many2many(
        "digit.product", string="Products", help="The products that are supported."
    )
    deployment_ids = fields.One2many("digit.deployment", "programme_id")
    deployment_count = fields.Integer(compute="_compute_deployment_count")

    _window_in_order = models.Constraint(
        "CHECK (date_end >= date_start)",
        "A programme cannot end before its first day.",
    )

    @api.constrains("scheme_id")
    def _check_scheme(self):
        for scheme in self.scheme_id:
            scheme._raise_unless_complete()

    @api.depends("deployment_ids")
    def _compute_deployment_count(self):
        counts = dict(
            self.env["digit.deployment"]._read_group(
                [("programme_id", "in", self.ids)], ["programme_id"], ["__count"]
            )
        )
        for programme in self:
            programme.deployment_count = counts.get(programme._origin, 0)

    def action_open_deployments(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "digit_support.digit_deployment_action"
        )
        action["domain"] = [("programme_id", "=", self.id)]
        action["context"] = {"default_programme_id": self.id}
        return action
