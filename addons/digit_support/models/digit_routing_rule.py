from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What a rule may ask for, in the order in which its sentence says so.
CRITERIA = (
    "kind",
    "category_id",
    "product_id",
    "severity_id",
    "entitlement",
    "deployment_id",
    "channel_id",
)


class DigitRoutingRule(models.Model):
    """Where tickets of a sort go: to a level, or to somebody outside (S2, S4).

    The rules of a programme are read from the top; the first that covers a ticket
    decides.
    """

    _name = "digit.routing.rule"
    _description = "Routing Rule"
    _order = "programme_id, sequence, id"

    name = fields.Char(compute="_compute_name")
    programme_id = fields.Many2one(
        "digit.programme", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        selection=lambda self: (
            self.env["helpdesk.ticket"]._fields["kind"]._description_selection(self.env)
        ),
    )
    category_id = fields.Many2one(
        "helpdesk.ticket.category",
        ondelete="cascade",
        domain="[('programme_id', 'in', (False, programme_id))]",
        help="This category and those below it.",
    )
    product_id = fields.Many2one(
        "digit.product",
        ondelete="cascade",
        help="Tickets about a service that this product is made of.",
    )
    severity_id = fields.Many2one(
        "digit.severity",
        ondelete="cascade",
        domain="[('scheme_id.programme_ids', 'in', programme_id)]",
    )
    entitlement = fields.Selection(
        selection=lambda self: (
            self.env["helpdesk.ticket"]
            ._fields["entitlement"]
            ._description_selection(self.env)
        ),
    )
    deployment_id = fields.Many2one(
        "digit.deployment",
        ondelete="cascade",
        domain="[('programme_id', '=', programme_id)]",
    )
    channel_id = fields.Many2one("helpdesk.ticket.channel", ondelete="cascade")
    action = fields.Selection(
        [("level", "Goes to a support level"), ("redirect", "Is redirected outside")],
        string="Then the Ticket",
        required=True,
        default="level",
    )
    level_id = fields.Many2one(
        "digit.support.level",
        ondelete="cascade",
        domain="[('programme_id', '=', programme_id), ('team_id', '!=', False)]",
    )
    redirect_partner_id = fields.Many2one(
        "res.partner",
        string="Redirect to",
        ondelete="restrict",
        help="Who takes care of it, such as NMCP's nodal officers (S4). They get the "
        "ticket by mail.",
    )
    redirect_template_id = fields.Many2one(
        "mail.template",
        string="Standard Answer",
        ondelete="restrict",
        domain="[('model', '=', 'helpdesk.ticket')]",
        default=lambda self: self.env.ref(
            "digit_support.mail_template_redirected", raise_if_not_found=False
        ),
        help="What the reporter is told.",
    )
    sample_ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Try It on a Ticket",
        store=False,
        domain="[('programme_id', '=', programme_id)]",
        help="Choose a ticket to see where it would go, before you save. Nothing "
        "happens to it.",
    )
    sample_result = fields.Char(compute="_compute_sample_result")

    @api.constrains("action", "level_id", "redirect_partner_id", "programme_id")
    def _check_target(self):
        for rule in self:
            if not rule._get_target():
                raise ValidationError(
                    self.env._("Say where tickets of the rule “%s” go.", rule.name)
                )
            if rule.level_id and rule.level_id.programme_id != rule.programme_id:
                raise ValidationError(
                    self.env._(
                        "Support level %(level)s is not one of programme "
                        "%(programme)s.",
                        level=rule.level_id.name,
                        programme=rule.programme_id.name,
                    )
                )

    @api.depends("programme_id", "action", "level_id", "redirect_partner_id", *CRITERIA)
    @api.depends_context("lang")
    def _compute_name(self):
        for rule in self:
            rule.name = rule._get_sentence()

    def _get_sentence(self):
        """The rule in words; in those that are still missing, what to choose."""
        self.ensure_one()
        programme = self.programme_id.name
        criteria = self._get_criteria_texts()
        where = self._get_target().display_name
        if not (programme or criteria or where):
            return self.env._("Choose which tickets go where")
        what = [
            programme or self.env._("Choose a programme"),
            *(criteria or [self.env._("everything else")]),
        ]
        return self.env._(
            "%(what)s → %(where)s",
            what=", ".join(what),
            where=where or self.env._("choose where they go"),
        )

    @api.depends("sample_ticket_id", "programme_id", "sequence", "active", *CRITERIA)
    def _compute_sample_result(self):
        for rule in self:
            rule.sample_result = rule.sample_ticket_id and rule._try_on(
                rule.sample_ticket_id
            )

    def _get_criteria_texts(self):
        self.ensure_one()
        texts = []
        for name in CRITERIA:
            if self[name]:
                field = self._fields[name]
                texts.append(
                    dict(field._description_selection(self.env))[self[name]]
                    if field.type == "selection"
                    else self[name].display_name
                )
        return texts

    def _get_target(self):
        """The level, or who is outside; empty while it is not said."""
        self.ensure_one()
        return self.redirect_partner_id if self.action == "redirect" else self.level_id

    def _choose(self, ticket):
        """The first of these rules that covers ``ticket``; may be none."""
        return next((rule for rule in self if rule._covers(ticket)), self.browse())

    def _covers(self, ticket):
        """Whether ``ticket`` is of the sort that this rule asks for."""
        self.ensure_one()
        return (
            all(
                not self[name] or self[name]._origin == ticket[name]._origin
                if self._fields[name].relational
                else not self[name] or self[name] == ticket[name]
                for name in CRITERIA
                if name not in ("category_id", "product_id")
            )
            and (ticket.category_id.parent_path or "").startswith(
                self.category_id.parent_path or ""
            )
            and (
                not self.product_id
                or ticket.service_id in self.product_id._origin.service_ids
            )
        )

    def _try_on(self, ticket):
        """Where ``ticket`` would go with this rule as it is typed, in a sentence."""
        self.ensure_one()
        others = self.programme_id.routing_rule_ids - self._origin
        rules = (others | self).filtered("active")
        rules = rules.sorted(lambda rule: (rule.sequence, rule._origin.id or 2**31))
        rule = rules._choose(ticket)
        if rule == self:
            return self.env._("This rule decides: %s", rule.name)
        if rule:
            return self.env._("A rule before this one decides: %s", rule.name)
        return self.env._(
            "No rule covers it: it stays at the first level of the programme."
        )
