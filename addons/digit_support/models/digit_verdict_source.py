from odoo import api, models
from odoo.fields import Domain


class DigitVerdictSource(models.AbstractModel):
    """A record of the registry: the verdicts of open tickets follow its changes."""

    _name = "digit.verdict.source"
    _description = "Source of Verdicts"

    # what verdicts depend on
    _verdict_fields = frozenset()

    def _get_verdict_domain(self):
        """The tickets whose verdict depends on these records."""
        raise NotImplementedError

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self._follow_in_tickets(records._get_verdict_domain())
        return records

    def write(self, vals):
        result = super().write(vals)
        if self and self._verdict_fields & vals.keys():
            self._follow_in_tickets(self._get_verdict_domain())
        return result

    def unlink(self):
        domain = self._get_verdict_domain()
        result = super().unlink()
        self._follow_in_tickets(domain)
        return result

    @api.model
    def _follow_in_tickets(self, domain):
        # sudo: the verdict follows on tickets that the user may not see
        self.env["helpdesk.ticket"].sudo()._follow_registry(Domain(domain))
