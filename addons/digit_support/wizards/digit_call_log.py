from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import plaintext2html

# What became of the call while the caller was on the line.
SOLVED = "solved"
MINE = "mine"
PASSED_ON = "passed_on"
# How many of the caller's open tickets are shown.
MAX_SHOWN = 5


class DigitCallLog(models.TransientModel):
    """An operator's entry for who calls, writes by WhatsApp or walks in (S2, S4)."""

    _name = "digit.call.log"
    _description = "Log a Call"

    channel_id = fields.Many2one(
        "helpdesk.ticket.channel",
        required=True,
        domain=lambda self: [("id", "in", self._get_channels().ids)],
        ondelete="cascade",
        default=lambda self: self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_channel_phone", raise_if_not_found=False
        ),
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Caller",
        ondelete="cascade",
        help="Found by name, number or e-mail address.",
    )
    partner_name = fields.Char(string="Name of the Caller")
    organisation_id = fields.Many2one(
        "res.partner",
        ondelete="cascade",
        domain=[("organisation_type", "!=", False)],
        help="Of a new caller, who is kept as one of its people.",
    )
    partner_phone = fields.Char(
        string="Number", compute="_compute_partner_phone", store=True, readonly=False
    )
    programme_id = fields.Many2one(
        "digit.programme",
        compute="_compute_programme_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        ondelete="cascade",
    )
    scheme_id = fields.Many2one(related="programme_id.scheme_id")
    category_id = fields.Many2one(
        "helpdesk.ticket.category",
        ondelete="cascade",
        domain="[('programme_id', 'in', (False, programme_id))]",
    )
    kind = fields.Selection(
        selection=lambda self: (
            self.env["helpdesk.ticket"]._fields["kind"]._description_selection(self.env)
        ),
        default="incident",
        required=True,
    )
    impact_id = fields.Many2one(
        "digit.impact",
        compute="_compute_axes",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('id', 'in', allowed_impact_ids)]",
    )
    urgency_id = fields.Many2one(
        "digit.urgency",
        compute="_compute_axes",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('id', 'in', allowed_urgency_ids)]",
    )
    allowed_impact_ids = fields.Many2many(
        related="scheme_id.impact_ids", string="Allowed Impacts"
    )
    allowed_urgency_ids = fields.Many2many(
        related="scheme_id.urgency_ids", string="Allowed Urgencies"
    )
    name = fields.Char(string="What Is It About", required=True)
    description = fields.Text(string="What the Caller Says")
    outcome = fields.Selection(
        [
            (SOLVED, "Solved on the line"),
            (MINE, "I work on it"),
            (PASSED_ON, "Somebody else works on it"),
        ],
        required=True,
        default=PASSED_ON,
    )
    answer = fields.Text(
        string="What Was Done", help="The action taken and the solution provided (S4)."
    )
    open_ticket_ids = fields.Many2many(
        "helpdesk.ticket",
        string="Open Tickets of the Caller",
        compute="_compute_open_ticket_ids",
    )

    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True, ondelete="cascade")
    number = fields.Char(related="ticket_id.number", string="Reference")
    told = fields.Html(string="What to Tell", compute="_compute_told")
    whatsapp_url = fields.Char(related="ticket_id.whatsapp_url")

    @api.constrains("partner_id", "partner_name")
    def _check_caller(self):
        for call in self:
            if not (call.partner_id or call.partner_name):
                raise ValidationError(
                    self.env._("Choose the caller, or enter a name for a new one.")
                )

    @api.depends("partner_id")
    def _compute_partner_phone(self):
        for call in self:
            call.partner_phone = call.partner_id.phone or call.partner_phone

    @api.depends("partner_id", "organisation_id")
    def _compute_programme_id(self):
        """That of the caller's deployment, else that of the operator's first team."""
        callers = self.partner_id | self.organisation_id
        found = self.env["digit.deployment"]._get_by_reporter(callers)
        own = self.env.user.helpdesk_team_ids.programme_id[:1]
        for call in self:
            caller = call.partner_id or call.organisation_id
            deployments = found.get(caller, self.env["digit.deployment"])
            call.programme_id = deployments.programme_id[:1] or call.programme_id or own

    @api.depends("programme_id")
    def _compute_axes(self):
        for call in self:
            if call.impact_id not in call.scheme_id.impact_ids:
                call.impact_id = call.scheme_id.default_impact_id
            if call.urgency_id not in call.scheme_id.urgency_ids:
                call.urgency_id = call.scheme_id.default_urgency_id

    @api.depends("partner_id")
    def _compute_open_ticket_ids(self):
        for call in self:
            call.open_ticket_ids = self.env["helpdesk.ticket"].search(
                Domain("partner_id", "in", call.partner_id.ids)
                & Domain("stage_id.closed", "=", False),
                limit=MAX_SHOWN,
            )

    @api.depends("ticket_id")
    def _compute_told(self):
        """What is read out: severity and tentative time lines, too (S2)."""
        for call in self:
            ticket = call.ticket_id
            # the reference stands above it
            facts = ticket.get_acknowledgement_facts()[1:] if ticket else ()
            call.told = Markup().join(
                Markup("<div>%s: <b>%s</b></div>") % fact for fact in facts
            )

    @api.model
    def _get_channels(self):
        """The ways in which somebody talks to an operator."""
        xmlids = (
            "helpdesk_mgmt.helpdesk_ticket_channel_phone",
            "helpdesk_mgmt.helpdesk_ticket_channel_other",
            "digit_support.helpdesk_ticket_channel_whatsapp",
            "digit_support.helpdesk_ticket_channel_walk_in",
        )
        channels = self.env["helpdesk.ticket.channel"]
        for xmlid in xmlids:
            channels |= self.env.ref(xmlid, raise_if_not_found=False) or channels
        return channels

    def action_log(self):
        """Make the ticket and show its reference, to be read out to the caller."""
        self.ensure_one()
        self.ticket_id = self._create_ticket()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Logged"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [
                (self.env.ref("digit_support.digit_call_log_view_form_told").id, "form")
            ],
            "target": "new",
        }

    def action_whatsapp(self):
        return {"type": "ir.actions.act_url", "url": self.whatsapp_url, "target": "new"}

    def action_open_ticket(self):
        return self.ticket_id.get_formview_action()

    def _create_ticket(self):
        ticket = self.env["helpdesk.ticket"].create(self._prepare_ticket_vals())
        if self.answer:
            ticket.message_post(
                body=plaintext2html(self.answer), subtype_xmlid="mail.mt_note"
            )
        if self.outcome == MINE:
            ticket.action_accept()
        if self.outcome == SOLVED:
            # the caller has the answer: nothing is left to be confirmed
            ticket.resolution_kind = "clarification"
            ticket._close_as("confirmed")
        return ticket

    def _create_caller(self):
        """Keep a new caller, so that the next call finds them by their number."""
        self.ensure_one()
        partners = self.env["res.partner"]
        country = self.organisation_id.country_id or self.env.company.country_id
        # with the code of the country, as the telephone shows it the next time
        number = partners._phone_format_number(
            self.partner_phone, country, force_format="INTERNATIONAL"
        )
        return partners.create(
            {
                "name": self.partner_name,
                "phone": number or self.partner_phone,
                "parent_id": self.organisation_id.id,
            }
        )

    def _prepare_ticket_vals(self):
        self.ensure_one()
        partner = self.partner_id or self._create_caller()
        return {
            "name": self.name,
            "description": plaintext2html(self.description or self.name),
            "channel_id": self.channel_id.id,
            "partner_id": partner.id,
            "partner_name": partner.name,
            "partner_email": partner.email,
            "partner_phone": self.partner_phone,
            "programme_id": self.programme_id.id,
            "category_id": self.category_id.id,
            "kind": self.kind,
            "impact_id": self.impact_id.id,
            "urgency_id": self.urgency_id.id,
            "user_id": self.outcome != PASSED_ON and self.env.uid,
        }
