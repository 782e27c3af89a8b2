from odoo import api, models
from odoo.fields import Domain

BATCH = 500


class DigitSlaBatch(models.AbstractModel):
    """Records that a job goes through in batches."""

    _name = "digit.sla.batch"
    _description = "Work in Batches"

    @api.model
    def _process_in_batches(self, domain, process):
        """Apply ``process`` to what ``domain`` finds, committing each batch.

        Several workers may do so at once: none waits for a record of another's.
        """
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=self.search_count(domain))
        last_id = 0
        while True:
            batch = self.search(
                domain & Domain("id", ">", last_id), order="id", limit=BATCH
            )
            if not batch:
                break
            last_id = batch[-1].id
            process(batch.try_lock_for_update(allow_referencing=True))
            if not Cron._commit_progress(len(batch)):
                break
