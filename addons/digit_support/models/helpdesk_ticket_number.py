from odoo import api, models
from odoo.tools import SQL

SEQUENCE = "helpdesk.ticket.sequence"


class HelpdeskTicket(models.Model):
    """A number names one ticket, and nobody outside chooses it (W8)."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    _number_unique = models.UniqueIndex("(number) WHERE number != '/'")

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        if not self._may_choose_number():
            for vals in vals_list:
                vals.pop("number", None)
        self._add_numbers(
            [vals for vals in vals_list if vals.get("number", "/") == "/"]
        )
        return super().create(vals_list)

    @api.model
    def _add_numbers(self, vals_list):
        """Give each of these the next number that no imported ticket has."""
        while vals_list:
            self._draw_numbers(vals_list)
            taken = self._find_numbers([vals["number"] for vals in vals_list])
            vals_list = [vals for vals in vals_list if vals["number"] in taken]

    @api.model
    def _find_numbers(self, numbers):
        """Those of ``numbers`` that a ticket has, whoever may see it."""
        rows = self.env.execute_query(
            SQL(
                "SELECT number FROM helpdesk_ticket"
                " WHERE number = ANY(%s) AND number != '/'",
                numbers,
                to_flush=self._fields["number"],
            )
        )
        return {number for (number,) in rows}

    @api.model
    def _draw_numbers(self, vals_list):
        """Draw numbers as the base does, which looks for the sequence each time."""
        Sequence = self.env["ir.sequence"]
        for vals in vals_list:
            company_id = vals.get("company_id") or self.env.company.id
            sequence = Sequence._get_by_code(SEQUENCE, company_id)
            vals["number"] = sequence.next_by_id() if sequence else "/"

    @api.model
    def _may_choose_number(self):
        """Administrators import tickets with the numbers that they had."""
        return self.env.su or self.env.user.has_group(
            "digit_support.digit_support_group_admin"
        )
