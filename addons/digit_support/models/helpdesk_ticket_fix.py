from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.mail_headers import AUTOMATIC_HEADERS


class HelpdeskTicket(models.Model):
    """What is owed for the bug that a ticket reports (S1)."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    # the title of a fix may be another partner's words: not for who is outside
    fix_id = fields.Many2one(groups="base.group_user")
    fix_line_id = fields.Many2one(
        "digit.fix.line",
        string="Served by",
        compute="_compute_fix_line_id",
        compute_sudo=True,
        groups="base.group_user",
        help="The line that brings the fix to the version of this ticket.",
    )
    fix_message = fields.Text(
        string="Fix Status",
        compute="_compute_fix_message",
        compute_sudo=True,
        help="When the fix reaches the reporter, in a sentence.",
    )

    @api.depends("fix_id.line_ids.state", "fix_id.line_ids.major", "version_id")
    def _compute_fix_line_id(self):
        for ticket in self:
            ticket.fix_line_id = (
                ticket.fix_id._get_serving_line(ticket.version_id)
                if ticket.fix_id
                else False
            )

    @api.depends(
        "fix_line_id",
        "fix_id.line_ids.state",
        "fix_id.line_ids.version_id",
        "fix_id.line_ids.date_planned",
        "environment_id.installation_ids.version_id",
    )
    @api.depends_context("lang")
    def _compute_fix_message(self):
        for ticket in self:
            sentences = ticket._get_fix_sentences() if ticket.fix_line_id else []
            ticket.fix_message = " ".join(sentences)

    def _get_fix_sentences(self):
        """What the reporter is told of the line that serves them."""
        self.ensure_one()
        line = self.fix_line_id
        sentences = [line._get_message()]
        if self.version_id.major != line.major:
            sentences.insert(
                0,
                self.env._(
                    "%(version)s is out of support: you get the fix when you upgrade "
                    "to %(line)s.",
                    version=self.version_id.name,
                    line=line.name,
                ),
            )
        elif self._is_fix_installed():
            sentences.append(
                self.env._(
                    "Your environment runs %(version)s, which contains it.",
                    version=self._get_installation().version_id.name,
                )
            )
        return sentences

    def _is_fix_installed(self):
        """Whether what runs in the ticket's environment contains the fix."""
        self.ensure_one()
        installed = self._get_installation().version_id
        return (
            self.fix_line_id.state == "delivered"
            and bool(installed)
            and self.fix_line_id._is_contained_in(installed)
        )

    def _get_fixed_in(self):
        """The version that brings the fix to this ticket's reporter; may be empty."""
        self.ensure_one()
        return self.fix_line_id.version_id

    # ---------------------------------------------------
    # Confirming
    # ---------------------------------------------------

    @api.model
    def _has_field_access(self, field, operation):
        """A bug is confirmed by an executive or an engineer, also over RPC."""
        is_allowed = super()._has_field_access(field, operation)
        if field.name != "fix_id" or operation != "write" or self.env.su:
            return is_allowed
        return is_allowed and self.env.user.has_group(
            "digit_support.digit_support_group_l2"
        )

    def action_confirm_bug(self):
        self.ensure_one()
        self._check_confirmable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Confirm Bug"),
            "res_model": "digit.bug.confirm",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def _check_confirmable(self):
        for ticket in self:
            if ticket.kind != "bug" or not ticket.service_id or not ticket.version_id:
                raise UserError(
                    self.env._(
                        "Only a bug of a known version can be confirmed: choose the "
                        "kind “Bug”, the service and its version."
                    )
                )

    def action_open_fix(self):
        self.ensure_one()
        return self.fix_id.get_formview_action()

    def _prepare_fix_vals(self):
        """What a new fix is made of when this ticket's bug is confirmed."""
        self.ensure_one()
        return {
            "name": self.name,
            "service_id": self.service_id.id,
            "affected_version_ids": [Command.link(self.version_id.id)],
        }

    # ---------------------------------------------------
    # Telling
    # ---------------------------------------------------

    def _tell_fixed(self, line):
        """Tell the reporter in public that ``line`` is delivered, once.

        It may be empty. The message is an automatic one: it answers no clock.
        """
        self.ensure_one()
        if not line or self in line.sudo().told_ticket_ids:
            return
        # sudo: the log of who was told is kept whoever causes it
        line.sudo().told_ticket_ids = [Command.link(self.id)]
        # sudo, and by the queue: the reporter is told whoever releases the version
        ticket = self.sudo().with_context(
            lang=self.partner_id.lang or self.env.user.lang,
            mail_notify_force_send=False,
        )
        ticket.message_post(
            author_id=self.env.ref("base.partner_root").id,
            body=ticket.fix_message,
            email_add_signature=False,
            email_from=self.team_id.alias_email or self.company_id.email_formatted,
            # a copy: what is sent adds the addresses of this mail to it
            mail_headers=dict(AUTOMATIC_HEADERS),
            message_type="auto_comment",
            outgoing_email_to=not self.partner_id and self._get_reporter_email(),
            partner_ids=self.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
