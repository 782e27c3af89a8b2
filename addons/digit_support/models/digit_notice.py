import logging

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ..tools.mail_headers import AUTOMATIC_HEADERS

_logger = logging.getLogger(__name__)

BATCH = 50


class DigitNotice(models.Model):
    """What a deployment's contact persons are told by mail, once.

    It is queued with what causes it and sent in the background: a mail for each
    language of the recipients, none of whom belongs to another organisation.
    """

    _name = "digit.notice"
    _description = "Notice"
    _order = "id desc"
    _rec_name = "deployment_id"

    kind = fields.Selection(
        [
            ("eosl", "End of Support"),
            ("release", "Release"),
            ("fix", "Fix Delivered"),
        ],
        required=True,
        readonly=True,
    )
    deployment_id = fields.Many2one(
        "digit.deployment",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    release_id = fields.Many2one("digit.release", readonly=True, ondelete="cascade")
    fix_line_id = fields.Many2one(
        "digit.fix.line", string="Fix", readonly=True, ondelete="cascade"
    )
    version_id = fields.Many2one(
        "digit.service.version",
        string="Fixed in",
        readonly=True,
        ondelete="cascade",
        help="The version that brings the fix.",
    )
    eosl_notice_ids = fields.One2many(
        "digit.eosl.notice", "notice_id", string="Versions Ending", readonly=True
    )
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("unreachable", "Nobody to Tell"),
            ("failed", "Failed"),
        ],
        default="queued",
        required=True,
        readonly=True,
    )
    sent_date = fields.Datetime(readonly=True)
    recipient_ids = fields.Many2many("res.partner", string="Told", readonly=True)
    error = fields.Text(readonly=True)

    _release_unique = models.UniqueIndex(
        "(release_id, deployment_id) WHERE release_id IS NOT NULL",
        "A deployment is told once of a release.",
    )
    _fix_unique = models.UniqueIndex(
        "(fix_line_id, version_id, deployment_id) WHERE fix_line_id IS NOT NULL",
        "A deployment is told once of a fix.",
    )
    _queued_idx = models.Index("(id) WHERE state = 'queued'")

    # ---------------------------------------------------
    # Queue
    # ---------------------------------------------------

    @api.model
    def _queue(self, vals_list):
        """Queue these notices but for those that were queued before.

        What was told of the end of support, ``digit.eosl.notice`` knows.

        :return: the new notices
        """
        vals_list = list(vals_list)
        known = self._get_known_keys(vals_list)
        notices = self.create(
            [vals for vals in vals_list if self._get_key(vals) not in known]
        )
        if notices:
            self.env.ref("digit_support.ir_cron_send_notices").sudo()._trigger()
        return notices

    @api.model
    def _get_known_keys(self, vals_list):
        deployments = [vals["deployment_id"] for vals in vals_list]
        releases = [vals["release_id"] for vals in vals_list if "release_id" in vals]
        lines = [vals["fix_line_id"] for vals in vals_list if "fix_line_id" in vals]
        notices = self.search(
            Domain("deployment_id", "in", deployments)
            & (
                Domain("release_id", "in", releases)
                | Domain("fix_line_id", "in", lines)
            )
        )
        return {
            (n.deployment_id.id, n.release_id.id, n.fix_line_id.id, n.version_id.id)
            for n in notices
        }

    @api.model
    def _get_key(self, vals):
        return (
            vals["deployment_id"],
            vals.get("release_id", False),
            vals.get("fix_line_id", False),
            vals.get("version_id", False),
        )

    @api.model
    def _cron_send(self):
        Cron = self.env["ir.cron"]
        domain = Domain("state", "=", "queued")
        Cron._commit_progress(remaining=self.search_count(domain))
        last_id = 0
        while batch := self.search(
            domain & Domain("id", ">", last_id), order="id", limit=BATCH
        ):
            last_id = batch[-1].id
            # what another worker is sending is left to it
            batch.try_lock_for_update()._send_or_keep_error()
            if not Cron._commit_progress(len(batch)):
                break

    def _send_or_keep_error(self):
        """Send these; what fails keeps its error and stops none of the others."""
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                self._send()
        except Exception as error:
            if len(self) > 1:
                for notice in self:
                    # by itself: what is computed for many at once fails for all
                    self.browse(notice.id)._send_or_keep_error()
                return
            _logger.warning("Notice %s could not be made", self.id, exc_info=True)
            self.write({"state": "failed", "error": str(error)})

    def action_retry(self):
        """Queue those that failed, or that found nobody to tell, again."""
        self.check_access("write")
        self.filtered(lambda notice: notice.state != "sent").write(
            {"state": "queued", "error": False}
        )
        self.env.ref("digit_support.ir_cron_send_notices").sudo()._trigger()

    # ---------------------------------------------------
    # Mails
    # ---------------------------------------------------

    def _send(self):
        """Make the mails of these notices, in the mail queue."""
        recipients = {notice: notice._get_recipients() for notice in self}
        unreachable = self.filtered(
            lambda notice: not recipients[notice] and not notice._get_reporters()
        )
        unreachable.state = "unreachable"
        for kind, notices in unreachable.grouped("kind").items():
            notices.deployment_id._ask_to_tell(self._get_unreachable_summary(kind))
        for notice in self - unreachable:
            notice.recipient_ids = recipients[notice]
        (self - unreachable).write(
            {"state": "sent", "sent_date": fields.Datetime.now()}
        )
        groups = self.grouped(lambda notice: (notice.kind, notice.release_id))
        for (kind, release), notices in groups.items():
            notices._send_mails(kind, release, recipients)

    def _send_mails(self, kind, release, recipients):
        """A mail for each notice and language; all of one kind and release."""
        template = self.env.ref(f"digit_support.mail_template_notice_{kind}")
        languages = {}
        for notice in self:
            for lang, partners in recipients[notice].grouped("lang").items():
                languages.setdefault(lang, {})[notice.id] = partners
        for lang, partners in languages.items():
            mails = template.with_context(lang=lang or None).send_mail_batch(
                list(partners), email_values=self._prepare_mail_vals(release)
            )
            for mail, people in zip(mails, partners.values(), strict=True):
                mail.recipient_ids = [Command.link(partner.id) for partner in people]
        if languages:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _prepare_mail_vals(self, release):
        return {
            "attachment_ids": [Command.link(a.id) for a in release.script_ids],
            "author_id": self.env.ref("base.partner_root").id,
            "headers": repr({**AUTOMATIC_HEADERS, "Auto-Submitted": "auto-generated"}),
            "message_type": "auto_comment",
        }

    def _get_recipients(self):
        """The contact persons, but for the reporters whom their ticket tells."""
        self.ensure_one()
        return self.deployment_id.told_partner_ids - self._get_reporters()

    def _get_reporters(self):
        """Who is told of this fix by a message on their ticket."""
        return self.fix_line_id.told_ticket_ids.partner_id

    @api.model
    def _get_unreachable_summary(self, kind):
        return {
            "eosl": self.env._("Tell the partner that support ends"),
            "release": self.env._("Tell the partner of a new release"),
            "fix": self.env._("Tell the partner that a fix is delivered"),
        }[kind]

    # ---------------------------------------------------
    # What the mails tell, in the language of the environment
    # ---------------------------------------------------

    @api.private
    def get_sender(self):
        """The address of a team of the programme: an answer opens a ticket there."""
        self.ensure_one()
        teams = self.deployment_id.programme_id.team_ids
        addresses = list(filter(None, teams.mapped("alias_email")))
        return addresses[0] if addresses else self.env.company.email_formatted

    @api.private
    def get_portal_link(self):
        self.ensure_one()
        if self.release_id:
            return f"{self.get_base_url()}/my/releases/{self.release_id.id}"
        return f"{self.get_base_url()}/my/deployments/{self.deployment_id.id}"

    @api.private
    def get_ending_rows(self):
        """The versions that fall out of support, the nearest first.

        :return: [{service, environments, version, date, upgrade}]
        """
        self.ensure_one()
        notices = self.eosl_notice_ids.sorted(lambda n: (n.last_day, n.version_id))
        upgrades = notices.version_id._get_upgrade_versions()
        places = self._get_installations().grouped("version_id")
        return [
            {
                "service": notice.version_id.service_id.name,
                "environments": ", ".join(
                    places[notice.version_id].environment_id.mapped("name")
                )
                if notice.version_id in places
                else "",
                "version": notice.version_id.name,
                "date": format_date(self.env, notice.last_day),
                "upgrade": upgrades[notice.version_id].name or "",
            }
            for notice in notices
        ]

    @api.private
    def get_release_rows(self):
        """What the release changes for this deployment.

        :return: [{service, environment, installed, new, is_breaking}], the breaking
            ones first; nothing for what is installed already
        """
        self.ensure_one()
        new = {line.service_id: line.version_id for line in self.release_id.line_ids}
        rows = [
            {
                "service": installation.service_id.name,
                "environment": installation.environment_id.name,
                "installed": installation.version_id.name,
                "new": version.name,
                "is_breaking": version.major > installation.version_id.major,
            }
            for installation in self._get_installations()
            if (version := new.get(installation.service_id))
            and version.precedence > installation.version_id.precedence
        ]
        return sorted(rows, key=lambda row: (not row["is_breaking"], row["service"]))

    @api.private
    def get_fix_facts(self):
        """What is fixed, and where: a list of (label, text)."""
        self.ensure_one()
        fix, line = self.fix_line_id.fix_id, self.fix_line_id
        affected = fix.affected_version_ids & self._get_installations().version_id
        facts = [
            (self.env._("Service"), fix.service_id.name),
            (self.env._("You run"), ", ".join(affected.mapped("name"))),
            (self.env._("Fixed in"), self.version_id.name),
            (self.env._("Delivered on"), format_date(self.env, line.date_delivered)),
            (self.env._("About"), fix.partner_summary),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_installations(self):
        self.ensure_one()
        return self.deployment_id.environment_ids.installation_ids
