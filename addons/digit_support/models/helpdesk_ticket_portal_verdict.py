from odoo import api, models

from ..tools import entitlement as core

VERDICT_CLASSES = {
    core.UNKNOWN: "light",
    core.SUPPORTED: "success",
    core.UPGRADE_REQUIRED: "warning",
    core.NOT_SUPPORTED: "danger",
}
# What a version decides about: not a question, nor a change of what there is.
VERSION_KINDS = ("incident", "problem", "bug")


class HelpdeskTicket(models.Model):
    """What a partner is told of the verdict, before and after sending."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    @api.model
    def _get_portal_verdict(self, values):
        """What would be owed for a ticket with these values, before it is sent.

        :param values: as for ``create``, checked by the caller
        :return: a dictionary that can be sent as JSON
        """
        return self.new(values)._prepare_portal_verdict()

    def _prepare_portal_verdict(self):
        self.ensure_one()
        labels = dict(self._fields["entitlement"]._description_selection(self.env))
        is_supported = self.entitlement in (core.SUPPORTED, core.UNKNOWN)
        return {
            "status": VERDICT_CLASSES[self.entitlement],
            "label": labels[self.entitlement],
            "reason": self.entitlement_reason,
            "note": ""
            if is_supported
            else self.env._("You can send your report all the same."),
        }

    def _is_portal_verdict_shown(self):
        """Whether the reporter reads the verdict: what is missing, while it matters."""
        self.ensure_one()
        is_asked = self.kind in VERSION_KINDS and self.deployment_id and not self.closed
        return bool(self.version_id or is_asked)
