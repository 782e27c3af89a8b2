import logging
import time
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..tools import clock as core
from .digit_escalation_task import PLANNED
from .digit_sla_clock import naive

_logger = logging.getLogger(__name__)

# What is locked at once: somebody who writes to one of these tickets waits so long.
BATCH = 25
# How long a run goes on; it is called again at once for what is left. The server ends a
# worker that has not come back after two minutes, of which it slept more than one.
RUN_SECONDS = 10
WHILE_IT_STANDS = timedelta(minutes=5)


class _Work:
    """What is due in one table, and what a run does with it."""

    def __init__(self, model, field, condition, run):
        self.model, self.field, self.condition = model, field, condition
        self.run = run
        # what this run leaves alone, and how many it takes one by one from now on
        self.left, self.doubtful = [], 0

    def doubt(self, ids):
        """One of these cannot be worked on: find out which, leave it."""
        if len(ids) > 1:
            self.doubtful = len(ids)
            return
        _logger.exception("%s %s cannot escalate", self.model, ids)
        self.left += ids


class DigitEscalationTask(models.Model):
    """The job that has steps act: each once, none early, whatever happens to it."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.escalation.task"

    @api.model
    def _cron_escalate(self):
        """Have each step act whose moment has come, and try again what failed.

        Any number of workers may do so at once: rows that another has are skipped.
        What a step does and that it did are one transaction. By turns, so that many
        of the one do not keep the other waiting.
        """
        end = time.monotonic() + RUN_SECONDS
        kinds = [
            _Work("digit.sla.clock", "escalation_date", SQL("TRUE"), self._run_clocks),
            _Work(self._name, "run_date", SQL("state = %s", PLANNED), self._run_again),
        ]
        while kinds and time.monotonic() < end:
            kinds = [work for work in kinds if self._run_batch(work)]
        if kinds:
            self._go_on()

    @api.model
    def _go_on(self):
        """Have the job called again at once: its time was over before its work was."""
        cron = self.env["ir.cron"].browse(self.env.context.get("cron_id"))
        if cron:
            # sudo: whoever runs the job need not know of scheduled actions
            cron.sudo()._trigger()
            self.env["ir.cron"]._commit_progress()

    @api.model
    def _run_batch(self, work):
        """Lock some of what is due, work on it and commit.

        What cannot even be tried is left for the next run, where the others are not
        kept waiting by it.

        :return: whether there may be more
        """
        now, taken = fields.Datetime.now(), ()
        try:
            taken = self._take(work, now)
            if not taken:
                return False
            work.run(taken, now)
            self.env.flush_all()
            self.env["ir.cron"]._commit_progress(len(taken))
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # somebody changed one of them meanwhile: with fresh eyes, then
            self._roll_back()
        except Exception:  # whatever a broken clock does
            self._roll_back()
            if self.env.cr.closed or not taken:
                raise
            work.doubt(taken.ids)
        return True

    @api.model
    def _roll_back(self):
        self.env.cr.rollback()
        self.env.invalidate_all(flush=False)

    @api.model
    def _take(self, work, now):
        """Lock some of the records whose moment has come, the first ones first."""
        records = self.env[work.model]
        records.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %(table)s WHERE %(field)s <= %(now)s AND %(condition)s "
                "AND id != ALL(%(left)s) ORDER BY %(field)s, id LIMIT %(limit)s "
                "FOR NO KEY UPDATE SKIP LOCKED",
                table=SQL.identifier(records._table),
                field=SQL.identifier(work.field),
                condition=work.condition,
                now=now,
                left=work.left,
                limit=1 if work.doubtful else BATCH,
            )
        )
        work.doubtful = max(work.doubtful - 1, 0)
        return records.browse(row_id for (row_id,) in rows)

    @api.model
    def _run_clocks(self, clocks, now):
        """Have the next step of each of these clocks act."""
        vals_list = [vals for clock in clocks if (vals := clock._prepare_task(now))]
        # whatever is told otherwise now: a policy that has changed, say
        clocks._plan()
        self.create(vals_list)._run(now)

    @api.model
    def _run_again(self, tasks, now):
        """Try again what failed, if it is still wanted; later, while time stands."""
        locked = tasks.clock_id.try_lock_for_update(allow_referencing=True)
        later = tasks.filtered(lambda task: task._stands() or task.clock_id - locked)
        unwanted = (tasks - later).filtered(lambda task: task._is_over())
        unwanted._cancel()
        later.run_date = now + WHILE_IT_STANDS
        (tasks - later - unwanted)._run(now)

    def _is_over(self):
        """Whether nothing waits for this any more."""
        self.ensure_one()
        clock = self.clock_id
        is_kept = clock.reached_date or clock.status in (core.MET, core.STOPPED)
        return (
            bool(clock)
            and bool(is_kept or not self.step_id)
            or (not self.ticket_id.active)
        )

    def _stands(self):
        """Whether the time of what this is about stands."""
        self.ensure_one()
        clock = self.clock_id
        waits = self.ticket_id.stage_id.waiting
        return bool(clock) and (clock.status == core.PAUSED or waits)

    def _run(self, now):
        """Act, those of one step together; what fails harms only itself."""
        for tasks in self.grouped("step_id").values():
            if tasks._try(now) is not None and len(tasks) > 1:
                for task in tasks:
                    task._run(now)

    def _try(self, now):
        """Act on all of these, or on none.

        :return: None, or why it failed; kept when it is a single task
        """
        try:
            with self.env.cr.savepoint():
                self._act(now)
                self._finish(now)
                self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:  # noqa: BLE001  whatever an action does
            if isinstance(error, OperationalError) and self.env.cr.closed:
                raise
            if len(self) == 1:
                _logger.info("Escalation %s failed", self.id, exc_info=True)
                self._fail(error, now)
            return error
        return None


class DigitSlaClock(models.Model):
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.sla.clock"

    def _prepare_task(self, now):
        """Values of the task of the step that acts now; None when none does."""
        self.ensure_one()
        act = self._find_next_act()
        if not act or naive(act.moment) > now:
            return None
        return {
            "ticket_id": self.ticket_id.id,
            "clock_id": self.id,
            "step_id": act.step.id,
            "cycle": act.cycle,
            "due": naive(act.moment),
            "run_date": now,
        }
