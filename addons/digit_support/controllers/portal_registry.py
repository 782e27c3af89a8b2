from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .ticket_form import to_id, to_text


class DigitPortalRegistry(CustomerPortal):
    """What the pages of the registry have in common."""

    def _choose_record(self, records, record_id):
        """That one of the records that the user sees.

        :raises NotFound: alike for a missing, a foreign and a malformed id
        """
        number = to_id(to_text(record_id))
        record = records.filtered(lambda record: record.id == number)
        if not record:
            raise request.not_found()
        return record

    def _render_registry_page(self, template, **values):
        layout = self._prepare_portal_layout_values()
        return request.render(template, {**layout, **values})
