from odoo import fields, models

# What the rules look at: a ticket that nobody has taken follows a change of it.
ROUTING_FIELDS = {
    "programme_id",
    "kind",
    "category_id",
    "service_id",
    "severity_id",
    "deployment_id",
    "channel_id",
}


class HelpdeskTicket(models.Model):
    """Where the ticket goes by itself, and who gets it there."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    category_id = fields.Many2one(
        index="btree_not_null",
        tracking=True,
        domain="[('programme_id', 'in', (False, programme_id))]",
    )
    routing_rule_id = fields.Many2one(
        "digit.routing.rule",
        string="Routed by",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups="base.group_user",
        help="The rule that placed the ticket.",
    )
    redirect_partner_id = fields.Many2one(
        "res.partner",
        string="Redirected to",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )
    redirect_date = fields.Datetime(
        string="Redirected on", readonly=True, copy=False, groups="base.group_user"
    )

    def write(self, vals):
        result = super().write(vals)
        if ROUTING_FIELDS & vals.keys() and not vals.keys() & {"team_id", "level_id"}:
            self._route()
        return result

    def _route_new(self):
        result = super()._route_new()
        self._route()
        self._assign()
        return result

    def _route(self):
        """Have the first rule that covers each of these tickets place it.

        Only those that nobody has taken, and that nobody has placed elsewhere.
        """
        to_route = self.filtered(lambda ticket: ticket._is_to_be_routed())
        # sudo: the rules know of teams that the user may not
        for rule, tickets in (
            to_route.sudo()
            .grouped(
                lambda ticket: ticket.programme_id.routing_rule_ids._choose(ticket)
            )
            .items()
        ):
            if rule:
                tickets._place(rule)

    def _is_to_be_routed(self):
        self.ensure_one()
        if not self.programme_id.routing_rule_ids or self.user_id:
            return False
        first = self.programme_id.level_ids.filtered("team_id")[:1]
        is_first = not self.level_id or self.level_id == first
        return self.unattended and bool(is_first or self.routing_rule_id)

    def _place(self, rule):
        """Do with these tickets what ``rule`` says."""
        self.routing_rule_id = rule
        if rule.action == "redirect":
            self._redirect(rule.redirect_partner_id, rule.redirect_template_id)
            return
        moved = self.filtered(lambda ticket: ticket.level_id != rule.level_id)
        moved._keep_sorter()
        moved = moved.with_context(digit_level_reason=rule.name)
        moved.write({"level_id": rule.level_id.id})
        moved._assign()

    def _keep_sorter(self):
        """Have whoever sorted these tickets follow them.

        Theirs may be another team, and it is they who tell the reporter (S4).
        """
        user = self.env.user
        if user.active and user._is_internal():
            self.message_subscribe(user.partner_id.ids)

    # ---------------------------------------------------
    # Within a team
    # ---------------------------------------------------

    def _assign(self):
        """Give each of these open tickets to a member of its team, if the team so
        wishes."""
        waiting = self.filtered(
            lambda ticket: not (ticket.user_id or ticket.stage_id.closed)
        )
        for team, tickets in waiting.grouped("team_id").items():
            users = team._get_next_assignees(len(tickets))
            for ticket, user in zip(tickets, users, strict=False):
                ticket.user_id = user

    # ---------------------------------------------------
    # Outside
    # ---------------------------------------------------

    def action_redirect(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Redirect"),
            "res_model": "digit.ticket.redirect",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def _redirect(self, partner, template):
        """Hand these tickets to ``partner`` outside: tell them and the reporter.

        :param template: the standard answer to the reporter, on ``helpdesk.ticket``
        """
        self.write(
            {"redirect_partner_id": partner.id, "redirect_date": fields.Datetime.now()}
        )
        for ticket in self:
            ticket._forward()
            ticket.message_post_with_source(
                template,
                subtype_xmlid="mail.mt_comment",
                author_id=self.env.ref("base.partner_root").id,
            )
        self._close_as("redirected")

    def _forward(self):
        """Give this ticket to whom it is redirected: by mail, else by a person."""
        self.ensure_one()
        if self.redirect_partner_id.email:
            template = self.env.ref("digit_support.mail_template_forwarded")
            template.send_mail(self.id)
        else:
            self._tell_holder(
                self.env._(
                    "Pass it on to %s by phone: no e-mail address is known",
                    self.redirect_partner_id.name,
                )
            )

    def _close_as(self, outcome):
        """Move each of these tickets to the first stage with that outcome."""
        for ticket in self:
            stage = ticket._get_applicable_stages()._get_first(outcome)
            if stage:
                ticket.stage_id = stage
