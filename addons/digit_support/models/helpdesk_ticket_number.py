from odoo import api, models


class HelpdeskTicket(models.Model):
    """A number names one ticket, and nobody outside chooses it (W8)."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    _number_unique = models.UniqueIndex("(number) WHERE number != '/'")

    @api.model_create_multi
    def create(self, vals_list):
        if not self._may_choose_number():
            vals_list = [
                {name: value for name, value in vals.items() if name != "number"}
                for vals in vals_list
            ]
        return super().create(vals_list)

    @api.model
    def _may_choose_number(self):
        """Administrators import tickets with the numbers that they had."""
        return self.env.su or self.env.user.has_group(
            "digit_support.digit_support_group_admin"
        )

    def _prepare_ticket_number(self, values):
        """The next number that no imported ticket has."""
        number = super()._prepare_ticket_number(values)
        # sudo: a number is taken whoever may see its ticket
        tickets = self.sudo().with_context(active_test=False)
        while number != "/" and tickets.search_count([("number", "=", number)]):
            number = super()._prepare_ticket_number(values)
        return number
