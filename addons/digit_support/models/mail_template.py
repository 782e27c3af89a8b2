from odoo import fields, models


class MailTemplate(models.Model):
    _inherit = "mail.template"

    is_question = fields.Boolean(
        string="Question to the Reporter",
        help="Offered when an agent asks the reporter of a ticket for what is missing.",
    )
