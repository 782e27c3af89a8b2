import logging
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

MOST = 1000  # that are found and counted; what is worse is told no better
NAMED = 100
# The job of these checks is dead when it is so late (R11).
JOB_MINUTES = 8
JOB = "digit_support.ir_cron_look_after_health"
ACTIVITY = "digit_support.mail_activity_type_health"
WELL, BAD = "well", "bad"


class DigitHealthCheck(models.Model):
    """Something that would go wrong in silence, and whether it does.

    A new check is a value of ``code``, a method ``_find_<code>`` that returns what is
    wrong as records, by one indexed query, and a record in the data.
    """

    _name = "digit.health.check"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Health Check"
    _order = "sequence, id"
    # who is asked to do something may say what was done
    _mail_post_access = "read"

    name = fields.Char(required=True, translate=True)
    advice = fields.Text(
        string="What to Do", translate=True, help="When this needs attention."
    )
    code = fields.Selection(
        [
            ("jobs", "Scheduled actions"),
            ("mail_waiting", "Mail that waits"),
            ("mail_refused", "Mail that was refused"),
            ("mail_fetch", "Mail servers that are not fetched from"),
            ("mail_held", "Held mail"),
        ],
        required=True,
        readonly=True,
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    minutes = fields.Integer(
        string="Minutes Allowed",
        required=True,
        default=5,
        help="What lasts no longer than this is nothing to worry about.",
    )
    is_alarm = fields.Boolean(
        string="Fails the Health Page",
        default=True,
        help="Whether monitoring gets an error while this needs attention; otherwise "
        "it is only told.",
    )
    state = fields.Selection(
        [(WELL, "Well"), (BAD, "Needs attention")],
        default=WELL,
        required=True,
        readonly=True,
    )
    number = fields.Integer(readonly=True, aggregator=None, help="How many are wrong.")
    detail = fields.Text(string="What Is Wrong", readonly=True)
    bad_date = fields.Datetime(string="Since", readonly=True)
    looked_date = fields.Datetime(
        string="Last Look", compute="_compute_looked_date", help="The job's last run."
    )
    can_open = fields.Boolean(compute="_compute_can_open")

    _code_unique = models.UniqueIndex("(code)", "There is one check of each kind.")
    _minutes_positive = models.Constraint(
        "CHECK (minutes > 0)", "The minutes allowed must be more than none."
    )

    def _compute_looked_date(self):
        self.looked_date = self._get_job().lastcall

    @api.depends("code")
    @api.depends_context("uid")
    def _compute_can_open(self):
        for check in self:
            found = check.sudo()._find_or_none()
            check.can_open = bool(found) and self.env[found._name].has_access("read")

    @api.model
    def _get_all(self):
        """All that are not archived: a handful."""
        return self.search([("active", "=", True)])

    @api.model
    def _get_job(self):
        # sudo: who reads the checks need not know of scheduled actions
        jobs = self.env["ir.cron"].sudo()
        job = self.env.ref(JOB, raise_if_not_found=False)
        return job.sudo() if job else jobs

    # ---------------------------------------------------
    # Find
    # ---------------------------------------------------

    def _find(self):
        """What is wrong, as records of whichever model; the first ones of many."""
        self.ensure_one()
        before = fields.Datetime.now() - timedelta(minutes=self.minutes)
        return getattr(self, f"_find_{self.code}")(before)

    def _find_or_none(self):
        """The same, or None: what cannot be looked at is not well either."""
        try:
            with self.env.cr.savepoint(flush=False):
                return self._find()
        except Exception:
            _logger.exception("The health check %s failed", self.code)
            return None

    @api.model
    def _find_mail_waiting(self, before):
        mails = self.env["mail.mail"]
        due = Domain("scheduled_date", "=", False) | Domain(
            "scheduled_date", "<", before
        )
        waiting = Domain("state", "=", "outgoing") & Domain("create_date", "<", before)
        failing = Domain("digit_failing_date", "<", before)
        return mails.search(waiting & (due | failing), order="create_date", limit=MOST)

    @api.model
    def _find_mail_refused(self, _before):
        return self.env["mail.mail"].search(
            [("digit_refused_date", "!=", False)],
            order="digit_refused_date",
            limit=MOST,
        )

    @api.model
    def _find_mail_fetch(self, before):
        """The servers of which the last fetching failed, or was too long ago.

        Odoo itself gives up on a server after five days.
        """
        servers = self.env["fetchmail.server"]
        job = self.env.ref("mail.ir_cron_mail_gateway_action")
        rhythm = relativedelta(**{job.interval_type: job.interval_number})
        confirmed = Domain("state", "=", "done") & (
            Domain("error_date", "<", before)
            | Domain("date", "<", before - rhythm)
            | (Domain("date", "=", False) & Domain("write_date", "<", before - rhythm))
        )
        given_up = Domain("state", "=", "draft") & Domain("error_date", "!=", False)
        return servers.search(
            Domain("server_type", "!=", "local") & (confirmed | given_up)
        )

    @api.model
    def _find_mail_held(self, before):
        return self.env["digit.mail.quarantine"].search(
            [("state", "=", "held"), ("create_date", "<", before)],
            order="id",
            limit=MOST,
        )

    @api.model
    def _find_jobs(self, before):
        """The scheduled actions that are switched off, late, or fail."""
        return self._get_watched_jobs().filtered(
            lambda job: (
                not job.active
                or job.nextcall < before
                or (job.failure_count and job.first_failure_date < before)
            )
        )

    @api.model
    def _get_watched_jobs(self):
        """Ours, and those that send and fetch mail."""
        known = self.env["ir.model.data"].search_fetch(
            Domain("model", "=", "ir.cron") & Domain("module", "=like", "digit_%"),
            ["res_id"],
        )
        jobs = self.env["ir.cron"].with_context(active_test=False)
        jobs = jobs.search([("id", "in", known.mapped("res_id"))])
        jobs |= self.env.ref("mail.ir_cron_mail_scheduler_action")
        fetched = [("state", "=", "done"), ("server_type", "!=", "local")]
        if self.env["fetchmail.server"].search_count(fetched, limit=1):
            jobs |= self.env.ref("mail.ir_cron_mail_gateway_action")
        return jobs

    # ---------------------------------------------------
    # For monitoring
    # ---------------------------------------------------

    @api.model
    def _get_report(self):
        """How everything is at the moment; nothing of it was stored by a job.

        :return: what anybody may read: names of checks and numbers
        """
        checks = {check.code: check._get_facts() for check in self._get_all()}
        # whoever switches checks off does not switch off this one
        checks["health_job"] = self._get_job_facts()
        is_failing = any(facts["status"] == "failing" for facts in checks.values())
        last_run = self._get_job().lastcall
        return {
            "status": "failing" if is_failing else "ok",
            "time": f"{fields.Datetime.now().isoformat()}Z",
            "last_run": last_run and f"{last_run.isoformat()}Z" or None,
            "checks": checks,
        }

    def _get_facts(self):
        self.ensure_one()
        found = self._find_or_none()
        bad = "failing" if self.is_alarm else "attention"
        is_well = found is not None and not found
        return {
            "status": "ok" if is_well else bad,
            "count": None if found is None else len(found),
        }

    @api.model
    def _get_job_facts(self):
        job = self._get_job()
        before = fields.Datetime.now() - timedelta(minutes=JOB_MINUTES)
        is_well = job and job.active and job.nextcall >= before
        return {"status": "ok" if is_well else "failing", "count": int(not is_well)}

    # ---------------------------------------------------
    # For the operations managers
    # ---------------------------------------------------

    @api.model
    def _cron_look(self):
        """Look at everything, and tell of what turned bad or is well again."""
        checks = self._get_all()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(checks))
        for check in checks:
            check._look()
            cron._commit_progress(1)

    def _look(self):
        """Keep what is found, and tell what has changed: once each time."""
        self.ensure_one()
        found = self._find_or_none()
        vals = self._prepare_state_vals(found)
        changed = {name: value for name, value in vals.items() if self[name] != value}
        self.write(changed)
        if changed.get("state") == BAD:
            self._on_bad()
        elif changed.get("state") == WELL:
            self._on_well()

    def _prepare_state_vals(self, found):
        if found is None:
            detail = self.env._("This could not be looked at. See the server's log.")
            vals = {"state": BAD, "number": 0, "detail": detail}
        else:
            vals = {
                "state": BAD if found else WELL,
                "number": len(found),
                "detail": self._describe(found[:NAMED]) or False,
            }
        since = self.bad_date or fields.Datetime.now()
        return {**vals, "bad_date": vals["state"] == BAD and since}

    @api.model
    def _describe(self, found):
        """What is wrong, in words for who works here; each once."""
        if found._name == "mail.mail":
            return self._describe_mails(found)
        name = "number" if found._name == "helpdesk.ticket" else "display_name"
        return self._join(found.mapped(name))

    @api.model
    def _describe_mails(self, mails):
        """By the tickets that they are about: their subjects tell no more."""
        of_tickets = mails.filtered(lambda mail: mail.model == "helpdesk.ticket")
        tickets = self.env["helpdesk.ticket"].browse(of_tickets.mapped("res_id"))
        tickets = tickets.exists()
        others = mails - of_tickets.filtered(lambda mail: mail.res_id in tickets._ids)
        lines = []
        if tickets:
            numbers = self._join(tickets.mapped("number"))
            lines.append(self.env._("Mail about tickets: %(numbers)s", numbers=numbers))
        if others:
            names = self._join(mail.subject or mail.email_to or "" for mail in others)
            lines.append(self.env._("Other mail: %(subjects)s", subjects=names))
        return "\n".join(lines)

    @api.model
    def _join(self, names):
        return ", ".join(dict.fromkeys(names))

    def _on_bad(self):
        """By an activity, too: it needs no mail, which may be what is wrong."""
        managers = self._get_managers()
        asked = self.env["digit.deployment"]._get_operations_manager()
        for user in asked | managers - self._get_notified(managers):
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                ACTIVITY, user_id=user.id, summary=self.name, note=self.advice
            )
        self._tell(
            self.env._(
                "%(check)s: needs attention (%(number)s). %(advice)s",
                check=self.name,
                number=self.number,
                advice=self.advice or "",
            )
        )

    def _on_well(self):
        self.activity_unlink([ACTIVITY])
        self._tell(self.env._("%(check)s: well again.", check=self.name))

    @api.model
    def _get_managers(self):
        group = self.env.ref("digit_support.digit_support_group_operations")
        return group.all_user_ids.filtered("active")

    @api.model
    def _get_notified(self, users):
        """Those whom a notice reaches, in Odoo or by mail.

        A mail to nobody's address would be refused, and be something wrong itself.
        """
        return users.filtered(
            lambda user: user.notification_type == "inbox" or user.email_normalized
        )

    def _tell(self, text):
        users = self._get_notified(self._get_managers())
        self.message_post(
            body=text,
            subject=self.env._("Health: %(check)s", check=self.name),
            author_id=self.env.ref("base.partner_root").id,
            partner_ids=users.partner_id.ids,
            subtype_xmlid="mail.mt_note",
            force_send=False,
        )

    # ---------------------------------------------------
    # Buttons
    # ---------------------------------------------------

    def action_look(self):
        self.check_access("read")
        for check in self.sudo():  # sudo: nobody writes a state by hand
            check._look()

    def action_open(self):
        """What is wrong, for who may see such things."""
        self.ensure_one()
        self.check_access("read")
        found = self.sudo()._find()  # sudo: only to know which; the list asks again
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": found._name,
            "view_mode": "list,form",
            "domain": [("id", "in", found.ids)],
            "context": {"active_test": False},
        }

    def action_mark_seen(self):
        """Somebody has taken care of the mails that were refused."""
        self.ensure_one()
        self.check_access("read")
        if self.code == "mail_refused":
            # sudo: the mails themselves are none of the reader's business
            self.sudo()._find()._mark_seen()
            self.message_post(body=self.env._("Seen."), subtype_xmlid="mail.mt_note")
            self.action_look()
