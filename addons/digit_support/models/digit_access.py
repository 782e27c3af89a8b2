import functools

from odoo import api, models
from odoo.fields import Domain


class DigitAccess(models.AbstractModel):
    """A record that those may read who may read the record it belongs to.

    A rule would have to repeat the rules of the ticket; this asks them.
    """

    _name = "digit.access"
    _description = "Access by the Owning Record"

    # the many2one that decides
    _access_field = None

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._get_access_domain()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _get_access_domain(self):
        return Domain(self._access_field, "any", Domain.TRUE)

    def _check_access(self, operation):
        refused = super()._check_access(operation)
        if refused or self.env.su or not any(self._ids):
            return refused
        owners = self.sudo()[self._access_field].with_env(self.env)  # only asked about
        allowed = owners._filtered_access("read")
        forbidden = self.filtered(
            lambda record: (
                record.sudo()[self._access_field].with_env(self.env) not in allowed
            )
        )
        if forbidden:
            rule = self.env["ir.rule"]
            return forbidden, functools.partial(
                rule._make_access_error, operation, forbidden
            )
        return None
