from datetime import timedelta

from odoo import api, fields, models

# How long it stays known what an app asked, and what it was told.
KEPT = timedelta(days=30)
# As many as one run of the clean-up takes away.
BATCH = 10_000


class DigitApiCall(models.Model):
    """A call of an app, and what it was told: what the limits count.

    Only ever added to, so that calls at the same moment do not wait for each other.
    """

    _name = "digit.api.call"
    _description = "API Call"
    _order = "id desc"
    _log_access = False

    client_id = fields.Many2one(
        "digit.api.client", string="App", required=True, ondelete="cascade"
    )
    call_date = fields.Datetime(
        string="When", required=True, default=lambda self: fields.Datetime.now()
    )
    status = fields.Integer(required=True, help="The HTTP status of the answer.")
    detail = fields.Char(string="What Was Wrong")
    ticket_id = fields.Many2one(
        "helpdesk.ticket", index="btree_not_null", ondelete="set null"
    )

    _client_idx = models.Index("(client_id, call_date)")
    _date_idx = models.Index("(call_date)")

    @api.autovacuum
    def _gc_calls(self):
        before = fields.Datetime.now() - KEPT
        old = self.search([("call_date", "<", before)], limit=BATCH, order="call_date")
        old.unlink()
        return len(old), BATCH * (len(old) == BATCH)
