from odoo import api, fields, models
from odoo.tools import SQL


class DigitApiReceipt(models.Model):
    """That an app's report arrived, and which ticket became of it: once."""

    _name = "digit.api.receipt"
    _description = "API Receipt"

    client_id = fields.Many2one(
        "digit.api.client", string="App", required=True, ondelete="cascade"
    )
    reference = fields.Char(
        string="Client ID", required=True, help="Made by the app for each report."
    )
    fingerprint = fields.Char(required=True, help="Of the report's content.")
    ticket_id = fields.Many2one(
        "helpdesk.ticket", index="btree_not_null", ondelete="cascade"
    )

    _reference_unique = models.UniqueIndex(
        "(client_id, reference)", "This report has arrived already."
    )
    _client_date_idx = models.Index("(client_id, create_date)")

    @api.model
    def _find(self, client, reference):
        return self.search(
            [("client_id", "=", client.id), ("reference", "=", reference)]
        )

    @api.model
    def _claim(self, client, reference, fingerprint):
        """A new receipt.

        Of two transactions that claim the same, the second waits for the first, and
        when that is committed fails with a serialization error: Odoo then serves its
        request anew, and this time it finds the receipt.
        """
        self.flush_model()
        query = SQL(
            "INSERT INTO digit_api_receipt (client_id, reference, fingerprint,"
            " create_uid, write_uid, create_date, write_date)"
            " VALUES (%s, %s, %s, %s, %s, now() AT TIME ZONE 'utc',"
            " now() AT TIME ZONE 'utc') ON CONFLICT DO NOTHING RETURNING id",
            client.id, reference, fingerprint, self.env.uid, self.env.uid,
        )  # fmt: skip
        # raw: a plain INSERT would fail for good, and say so in the log as an error
        self.env.cr.execute(query, log_exceptions=False)
        [[receipt_id]] = self.env.cr.fetchall()
        return self.browse(receipt_id)
