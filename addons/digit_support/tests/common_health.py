from odoo import fields
from odoo.tests import freeze_time

NOW = "2026-03-16 06:30:00"  # Monday


class HealthCase:
    """Everything is well at ``NOW``; each test lets something go wrong."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mail.mail"].search([]).unlink()
        cls._run_jobs_at(NOW)

    @classmethod
    def _run_jobs_at(cls, moment):
        """All scheduled actions have just run."""
        cls.env.cr.execute(
            """
            UPDATE ir_cron SET lastcall = %(now)s, failure_count = 0,
                   nextcall = %(now)s::timestamp + interval '1 minute'
            """,
            {"now": moment},
        )
        cls.env.invalidate_all()

    @classmethod
    def _get_check(cls, code):
        return cls.env["digit.health.check"].search([("code", "=", code)])

    def _find(self, code, at=NOW):
        """What a check finds at a moment."""
        with freeze_time(at):
            return self._get_check(code)._find()

    def _look(self, at=NOW):
        """The job has looked at everything at a moment."""
        with freeze_time(at):
            for check in self.env["digit.health.check"].search([]):
                check._look()

    def _get_report(self, at=NOW):
        with freeze_time(at):
            return self.env["digit.health.check"]._get_report()

    def _set_date(self, record, name, value):
        """A date that only PostgreSQL sets."""
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {record._table} SET {name} = %s WHERE id IN %s",
            [fields.Datetime.to_datetime(value), tuple(record.ids)],
        )
        record.invalidate_recordset()
