from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import ormcache


class HelpdeskTicket(models.Model):
    """What follows from what happens to a ticket is not written by hand.

    Views show it read-only; an import or a call over RPC asks no view.
    """

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    @api.model_create_multi
    def create(self, vals_list):
        defaults = {
            name.removeprefix("default_")
            for name in self.env.context
            if name.startswith("default_")
        }
        names = defaults.union(*vals_list)
        if self._may_choose_number():
            names -= self._get_imported_fields()
        self._check_derived(names)
        return super().create(vals_list)

    def write(self, vals):
        self._check_derived(vals.keys())
        return super().write(vals)

    @api.model
    def _check_derived(self, names):
        """:raises AccessError: when one of these fields is not for the user to write"""
        derived = not self.env.su and self._get_derived_fields() & names
        if derived:
            labels = [
                self._fields[name]._description_string(self.env) for name in derived
            ]
            raise AccessError(
                self.env._(
                    "%(fields)s: this follows from what happens to the ticket, nobody "
                    "writes it. Leave it out.",
                    fields=", ".join(sorted(labels)),
                )
            )

    @api.model
    def _get_imported_fields(self):
        """Of the fields below, those that an administrator brings with old tickets.

        Extend.
        """
        return {"closed_date"}

    @api.model
    def _get_derived_fields(self):
        """The names of the fields that nobody writes: what is computed for good, and
        what our own code sets. Extend."""
        return self._get_computed_names() | {"closed_date", "level_date"}

    @api.model
    @ormcache()
    def _get_computed_names(self):
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.store and field.compute and field.readonly
        )
