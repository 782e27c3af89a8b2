from odoo import models


class HelpdeskTicketDuplicateWizard(models.TransientModel):
    _inherit = "helpdesk.ticket.duplicate.wizard"

    def action_confirm(self):
        super().action_confirm()
        self.ticket_id._merge_into(self.duplicate_of_id)
        return self.ticket_id._go_on()
