from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class DigitInstallationReport(models.Model):
    """A partner's word that another version runs now, until eGov confirms it."""

    _name = "digit.installation.report"
    _description = "Reported Version"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    environment_id = fields.Many2one(
        "digit.environment", required=True, index=True, ondelete="cascade"
    )
    deployment_id = fields.Many2one(
        related="environment_id.deployment_id", store=True, index=True
    )
    service_id = fields.Many2one("digit.service", ondelete="restrict")
    version_id = fields.Many2one(
        "digit.service.version",
        ondelete="restrict",
        tracking=True,
        domain="[('service_id', '=', service_id)]",
    )
    version_text = fields.Char(
        string="As Written", help="The version in the partner's words."
    )
    release_id = fields.Many2one(
        "digit.release", ondelete="restrict", help="When a whole release was installed."
    )
    date = fields.Date(
        string="Installed on", required=True, default=fields.Date.context_today
    )
    note = fields.Text()
    reporter_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("reported", "Waiting for eGov"),
            ("confirmed", "Confirmed"),
            ("rejected", "Rejected"),
        ],
        default="reported",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    answer = fields.Text(
        readonly=True, help="Why it was rejected, in words that the partner reads."
    )

    _open_unique = models.UniqueIndex(
        "(environment_id, COALESCE(service_id, 0), COALESCE(release_id, 0)) "
        "WHERE state = 'reported'",
        "This was reported already and waits for an answer.",
    )
    _service_or_release = models.Constraint(
        "CHECK ((service_id IS NULL) <> (release_id IS NULL))",
        "A report is about one service, or about a whole release.",
    )

    @api.depends("service_id", "version_id", "version_text", "release_id")
    def _compute_display_name(self):
        for report in self:
            version = report.version_id.name or report.version_text or ""
            report.display_name = (
                report.release_id.name or f"{report.service_id.name} {version}".strip()
            )

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        reports._ask_for_confirmation()
        return reports

    def _ask_for_confirmation(self):
        for report in self:
            report.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._(
                    "Confirm what %(deployment)s installed",
                    deployment=report.deployment_id.name,
                ),
                user_id=report._get_responsible().id,
            )

    def _get_responsible(self):
        """Who confirms: the leader of the programme's team, an operations manager."""
        self.ensure_one()
        leader = self.deployment_id.programme_id.team_ids[:1].user_id
        return leader or self.deployment_id._get_operations_manager()

    # ---------------------------------------------------
    # The answer
    # ---------------------------------------------------

    def action_confirm(self):
        """What was reported becomes what is installed; the partners are told.

        :raises UserError: when one is decided already, or of a version that the
            registry does not know
        """
        self._raise_unless_open()
        for report in self:
            if not report._get_versions():
                raise UserError(
                    self.env._(
                        "The version of “%(report)s” is not in the registry: choose "
                        "it, or add it there, before you confirm.",
                        report=report.display_name,
                    )
                )
        for report in self.sorted("date"):
            report._install()
        self._decide({"state": "confirmed"})

    def action_open_reject(self):
        self._raise_unless_open()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "digit_support.digit_installation_reject_action"
        )
        action["context"] = {"default_report_ids": [Command.set(self.ids)]}
        return action

    def _reject(self, reason):
        self._raise_unless_open()
        self._decide({"state": "rejected", "answer": reason})

    def _raise_unless_open(self):
        self.check_access("write")
        for report in self:
            if report.state != "reported":
                raise UserError(
                    self.env._(
                        "“%(report)s” is decided already.", report=report.display_name
                    )
                )

    def _get_versions(self):
        """The versions that run according to this report."""
        self.ensure_one()
        return self.release_id.line_ids.version_id or self.version_id

    def _install(self):
        """Write into the registry what this report tells."""
        self.ensure_one()
        environment = self.environment_id
        installed = environment.installation_ids.grouped("service_id")
        new = []
        for version in self._get_versions():
            installation = installed.get(version.service_id)
            if installation:
                installation.version_id = version
            else:
                new.append({"environment_id": environment.id, "version_id": version.id})
        self.env["digit.installation"].create(new)
        if self.release_id:
            # sudo: who may say what is installed may say that it is this release
            environment.sudo().release_id = self.release_id

    def _decide(self, vals):
        self.write(vals)
        self.activity_feedback(["mail.mail_activity_data_todo"])
        self._send_answer()

    def _send_answer(self):
        """Queue a mail to each reporter, in their language."""
        template = self.env.ref(
            "digit_support.mail_template_installation_report",
            raise_if_not_found=False,
        )
        if template:
            # sudo: who decides may not read the reporter's contact
            template.sudo().send_mail_batch(self.ids)
            # by itself the queue runs once an hour
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    # ---------------------------------------------------
    # The portal
    # ---------------------------------------------------

    def _get_portal_state_class(self):
        return {
            "reported": "text-bg-info",
            "confirmed": "text-bg-success",
            "rejected": "text-bg-danger",
        }[self.state]
