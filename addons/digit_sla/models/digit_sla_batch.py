from collections import defaultdict

from psycopg2.errors import SerializationFailure

from odoo import api, models
from odoo.fields import Domain

BATCH = 500
DUE = 5000


class DigitSlaBatch(models.AbstractModel):
    """Records that a job goes through in batches."""

    _name = "digit.sla.batch"
    _description = "Work in Batches"

    @api.model
    def _process_in_batches(self, domain, process):
        """Apply ``process`` to what ``domain`` finds, committing each batch.

        Several workers may do so at once: none waits for a record of another's.

        :return: whether all of it was done, rather than the time over or a record
            locked or written by somebody else
        """
        Cron = self.env["ir.cron"]
        # once, not for each batch: it may be long
        domain = domain.optimize_full(self)
        Cron._commit_progress(remaining=self.search_count(domain))
        last_id, is_complete = 0, True
        while True:
            batch = self.search(
                domain & Domain("id", ">", last_id), order="id", limit=BATCH
            )
            if not batch:
                return is_complete
            last_id = batch[-1].id
            locked = batch.try_lock_for_update(allow_referencing=True)
            is_complete = is_complete and locked == batch
            try:
                process(locked)
                self.env.flush_all()
            except SerializationFailure:
                # somebody wrote to what hangs on them: left for when the job goes on
                self.env.cr.rollback()
                is_complete = False
                continue
            if not Cron._commit_progress(len(batch)):
                return False

    @api.model
    def _set_values(self, values):
        """Set fields of many records, at once for those that get the same.

        :param values: {record: {field: value}}, the same fields for each
        """
        names = next(iter(values.values()), ())
        for name in names:
            ids_by_value = defaultdict(list)
            for record, vals in values.items():
                ids_by_value[vals[name]].append(record.id)
            for value, ids in ids_by_value.items():
                self.browse(ids)[name] = value

    @api.model
    def _process_due(self, domain, moment, process):
        """The same, of what is due by a field that has an index.

        What only waits costs nothing: in the order of ids, PostgreSQL may look at
        every record to find none.

        :param moment: the name of the field
        """
        while True:
            due = self.search(domain, order=moment, limit=DUE)
            if not self._process_in_batches(Domain("id", "in", due.ids), process):
                return False
            if len(due) < DUE:
                return True
