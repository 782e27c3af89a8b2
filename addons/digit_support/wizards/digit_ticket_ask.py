from odoo import api, fields, models
from odoo.exceptions import UserError


class DigitTicketAsk(models.TransientModel):
    """Asks the reporter for what is missing, and waits for the answer."""

    _name = "digit.ticket.ask"
    _description = "Ask the Reporter"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade")
    template_id = fields.Many2one(
        "mail.template",
        string="Question",
        ondelete="cascade",
        domain="[('model', '=', 'helpdesk.ticket'), ('is_question', '=', True)]",
        default=lambda self: self.env.ref(
            "digit_support.mail_template_ask_details", raise_if_not_found=False
        ),
    )
    body = fields.Html(
        string="Message",
        compute="_compute_body",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="In the reporter's language, as far as the template has it.",
    )

    @api.depends("template_id", "ticket_id")
    def _compute_body(self):
        for wizard in self:
            template, ticket = wizard.template_id, wizard.ticket_id
            if template and ticket:
                wizard.body = template._generate_template(ticket.ids, ["body_html"])[
                    ticket.id
                ]["body_html"]

    def action_ask(self):
        """Send the question and stop the time until it is answered.

        :raises UserError: when no stage waits for the partner
        """
        self.ensure_one()
        ticket = self.ticket_id
        stages = ticket._get_applicable_stages()
        waiting = stages.filtered(lambda stage: stage.waiting and not stage.closed)[:1]
        if not waiting:
            raise UserError(
                self.env._(
                    "No stage of this team waits for the partner. Mark one as "
                    "“Waiting for Partner” in the stages' settings."
                )
            )
        ticket.message_post(
            body=self.body, message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        ticket.stage_id = waiting
        return ticket._go_on()
