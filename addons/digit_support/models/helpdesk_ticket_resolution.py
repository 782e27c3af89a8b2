from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import hash_sign, verify_hash_signed

from .helpdesk_ticket_stage import CONFIRMED, RESOLVED

BATCH = 500
SCOPE = "digit_support.resolution"


class HelpdeskTicket(models.Model):
    """How a ticket ends: resolved, confirmed or reopened by its reporter."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    resolution_kind = fields.Selection(
        [
            ("clarification", "Clarification"),
            ("workaround", "Workaround"),
            ("data_fix", "Data fix"),
            ("patch_release", "Patch release"),
            ("upgrade", "Upgrade"),
            ("duplicate", "Duplicate"),
            ("out_of_scope", "Out of scope"),
        ],
        string="Resolution",
        index="btree_not_null",
        tracking=True,
        copy=False,
        help="How it was resolved (S1).",
    )
    stage_outcome = fields.Selection(related="stage_id.outcome", string="Outcome")
    reopen_count = fields.Integer(
        string="Times Reopened", readonly=True, copy=False, aggregator="sum"
    )

    def write(self, vals):
        closed = self.filtered("closed_date") if "stage_id" in vals else self.browse()
        result = super().write(vals)
        for ticket in closed.filtered(lambda ticket: not ticket.stage_id.closed):
            ticket.reopen_count += 1
        return result

    def action_resolve(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Resolve"),
            "res_model": "digit.ticket.resolve",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_ids": self.ids},
        }

    def action_reopen(self):
        self._reopen()

    def _resolve(self, kind, answer):
        """Resolve these tickets, telling each reporter ``answer`` (HTML)."""
        self.resolution_kind = kind
        for ticket in self:
            if answer:
                ticket.message_post(
                    body=answer, message_type="comment", subtype_xmlid="mail.mt_comment"
                )
        self._close_as(RESOLVED)

    def _is_to_be_confirmed(self):
        self.ensure_one()
        return self.closed and self.stage_outcome == RESOLVED

    def _confirm_resolution(self, author):
        """The reporter says that it is solved: closed for good.

        :param author: who says so, a ``res.partner``
        """
        for ticket in self.filtered(lambda ticket: ticket._is_to_be_confirmed()):
            ticket.with_context(digit_no_answer=True).message_post(
                body=self.env._("It is solved."),
                author_id=author.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        self._close_as(CONFIRMED)

    def _can_be_reopened(self):
        """Whether the reporter may still reopen it: resolved, and not yet for good."""
        self.ensure_one()
        return self._is_to_be_confirmed()

    def _reopen(self):
        """Have these tickets worked on again, by who had them."""
        for ticket in self.filtered("closed"):
            stages = ticket._get_applicable_stages()
            ticket.stage_id = stages._get_working() or stages[:1]

    def _reopen_by_reporter(self, author, reason):
        """The reporter says that it is not solved, and why.

        :param author: who says so, a ``res.partner``
        :param reason: plain text
        """
        self._reopen()
        for ticket in self:
            ticket.message_post(
                body=reason,
                author_id=author.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
            ticket._tell_holder(self.env._("Reopened by the reporter"))

    def _tell_holder(self, summary):
        """Have somebody look at this ticket: its assignee, else one of its team."""
        self.ensure_one()
        team = self.team_id
        user = self.user_id or team.user_id or team.user_ids[:1]
        if user:
            self.activity_schedule(
                "mail.mail_activity_data_todo", user_id=user.id, summary=summary
            )

    # ---------------------------------------------------
    # The link in the mail
    # ---------------------------------------------------

    @api.private
    def get_confirmation_url(self):
        """A signed link to the page on which the reporter confirms or reopens.

        It needs no login, and dies with the time there is to do so.
        """
        self.ensure_one()
        days = self.programme_id.confirmation_days or 1
        token = hash_sign(
            self.env(su=True),
            SCOPE,
            self.id,
            expiration_hours=24 * days,
        )
        return f"{self.get_base_url()}/ticket/resolution/{token}"

    @api.model
    def _get_by_confirmation(self, token):
        """The ticket that a link names; empty when it is not one of ours or dead."""
        try:
            ticket_id = verify_hash_signed(self.env(su=True), SCOPE, token)
        except ValueError:
            ticket_id = None
        return self.browse(ticket_id or []).exists()

    # ---------------------------------------------------
    # By itself
    # ---------------------------------------------------

    @api.model
    def _cron_confirm_resolved(self):
        """Close for good what its reporter neither confirmed nor reopened in time."""
        now = fields.Datetime.now()
        for programme in self.env["digit.programme"].search(
            [("confirmation_days", ">", 0)]
        ):
            domain = (
                Domain("programme_id", "=", programme.id)
                & Domain("stage_id.outcome", "=", RESOLVED)
                & Domain("stage_id.closed", "=", True)
                & Domain(
                    "closed_date", "<", now - timedelta(programme.confirmation_days)
                )
            )
            while tickets := self.search(domain, limit=BATCH):
                tickets._close_as(CONFIRMED)
                if not self.env["ir.cron"]._commit_progress(len(tickets)):
                    return
                if tickets.filtered_domain(domain):
                    break  # no stage to close into
