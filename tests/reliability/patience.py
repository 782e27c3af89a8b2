"""Minutes that pass without waiting for them: every date moves into the past.

The processes are real and run by the real clock; while the dates are moved, the one
that does the jobs stands still.
"""

import contextlib
import os
import signal
import time

TABLES = (
    "ir_cron",
    "ir_cron_trigger",
    "mail_mail",
    "fetchmail_server",
    "digit_sla_clock",
    "digit_sla_clock_event",
    "digit_escalation_task",
    "digit_health_check",
)
COLUMNS = """
    SELECT table_name, string_agg(format('%%1$I = %%1$I - interval ''1 minute''',
                                         column_name), ', ')
    FROM information_schema.columns
    WHERE table_name = ANY(%s) AND data_type LIKE 'timestamp%%'
    GROUP BY table_name
"""
BUSY = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND state != 'idle'
    AND pid != pg_backend_pid()
"""
READY = """
    SELECT cron_name FROM ir_cron WHERE active AND (
        nextcall <= now() at time zone 'UTC' OR id IN (
            SELECT cron_id FROM ir_cron_trigger
            WHERE call_at <= now() at time zone 'UTC'))
"""
LONGEST = 120  # seconds that the jobs of a minute may take


class Patience:
    """The time of a database, and the process that does its jobs."""

    def __init__(self, cluster, database, jobs):
        self.cluster, self.database, self.jobs = cluster, database, jobs
        self.minutes = 0  # that have passed in no time
        self.is_frozen = False
        self.shifts = [
            f"UPDATE {table} SET {columns}"
            for table, columns in cluster.ask(COLUMNS, [list(TABLES)], database)
        ]

    def now(self):
        """The moment that it would be if nobody had been impatient, in seconds."""
        return time.time() + 60 * self.minutes

    def to_sql(self, moment):
        """A moment of ours as the dates in the database stand now."""
        return moment - 60 * self.minutes

    def pass_a_minute(self):
        """A minute passes; what is due in it is done, unless the jobs stand still."""
        with contextlib.ExitStack() as stack:
            if not self.is_frozen:
                stack.enter_context(self.frozen())
            for shift in self.shifts:
                self.cluster.ask(shift, database=self.database)
            self.minutes += 1
        if not self.is_frozen:
            self.wait_until_idle()

    @contextlib.contextmanager
    def frozen(self):
        """Nobody does the jobs: the process stands still, between two of them."""
        end = time.monotonic() + LONGEST
        while True:
            os.killpg(self.jobs.process.pid, signal.SIGSTOP)
            if not self.is_busy():
                break
            os.killpg(self.jobs.process.pid, signal.SIGCONT)
            assert time.monotonic() < end, "the jobs come to no end"
            time.sleep(0.1)
        self.is_frozen = True
        try:
            yield
        finally:
            self.is_frozen = False
            os.killpg(self.jobs.process.pid, signal.SIGCONT)

    def is_busy(self):
        return self.cluster.ask(BUSY, [self.database], self.database) != [(0,)]

    def wait_until_idle(self):
        """Have the jobs that are due be done."""
        end = time.monotonic() + LONGEST
        while ready := self.cluster.ask(READY, database=self.database):
            assert time.monotonic() < end, f"these do not run: {ready}"
            self.cluster.ask("SELECT pg_notify('cron_trigger', %s)", [self.database])
            time.sleep(0.3)
        while self.is_busy():
            assert time.monotonic() < end, "the jobs come to no end"
            time.sleep(0.1)
