from odoo import api, fields, models

from ..tools import api_schema


class HelpdeskTicket(models.Model):
    """What an app tells of a ticket, and is told."""

    # a way in is a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    partner_phone = fields.Char(string="Phone")
    reporter_reference = fields.Char(
        string="Reporter's ID", help="How the app that reported calls this person."
    )
    occurred_date = fields.Datetime(
        string="Happened on",
        help="By the clock of the reporter's device, which may have been offline. "
        "Deadlines count from the arrival of the report.",
    )
    occurred_place = fields.Char(string="Happened at")

    def _get_api_facts(self, reference):
        """What the app that reported this ticket is told.

        :param reference: the app's own id of the report
        :return: a dictionary that can be sent as JSON, see ``api_schema``
        """
        self.ensure_one()
        severity, deployment = self.severity_id, self.deployment_id
        return {
            "client_id": reference,
            "reference": self.number,
            "subject": self.name,
            "kind": self.kind,
            "status": self.portal_status,
            "status_label": self._get_portal_status_label(),
            "status_text": self._get_portal_status_text(),
            "severity": self._pick_api_facts(severity, "code", "name"),
            "deployment": self._pick_api_facts(deployment, "id", "name"),
            "service": self.service_id.code or self.service_id.name or None,
            "version": self.version_id.name or None,
            "reported_at": api_schema.to_text(self.create_date),
            "occurred_at": api_schema.to_text(self.occurred_date),
            "deadlines": self._get_api_deadlines(),
        }

    @api.model
    def _pick_api_facts(self, record, *names):
        return {name: record[name] for name in names} if record else None

    def _get_api_deadlines(self):
        """What is promised and not yet kept. Extend to promise something.

        :return: a list of dictionaries with ``metric``, ``label`` and ``due_at``
        """
        self.ensure_one()
        return []
