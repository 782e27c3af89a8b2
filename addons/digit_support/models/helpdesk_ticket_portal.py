from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# How long after closing the link in a mail still opens the ticket (W15).
LINK_DAYS_AFTER_CLOSING = 30

# Bootstrap's classes for the badges.
STATUS_CLASSES = {
    "reported": "text-bg-light border",
    "acknowledged": "text-bg-info",
    "in_progress": "text-bg-primary",
    "waiting": "text-bg-warning",
    "resolved": "text-bg-success",
    "closed": "text-bg-dark",
}
SEVERITY_CLASSES = {
    "1": "text-bg-info",
    "2": "text-bg-warning",
    "3": "text-bg-danger",
}


class HelpdeskTicket(models.Model):
    """What a partner sees of a ticket, and may do with it, in the portal."""

    # three responsibilities, three files
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    # who has the link reads the whole ticket: not to be had over RPC (W15)
    access_token = fields.Char(groups="base.group_user")
    form_key = fields.Char(
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="The form that was sent: sent twice, it is one ticket.",
    )
    portal_status = fields.Selection(
        [
            ("reported", "Reported"),
            ("acknowledged", "Acknowledged"),
            ("in_progress", "In progress"),
            ("waiting", "Waiting for you"),
            ("resolved", "Resolved"),
            ("closed", "Closed"),
        ],
        compute="_compute_portal_status",
        compute_sudo=True,
        help="The state of the ticket in a partner's words.",
    )

    _form_key_unique = models.UniqueIndex("(form_key) WHERE form_key IS NOT NULL")

    @api.depends("stage_id", "team_id", "message_ids")
    def _compute_portal_status(self):
        answered = self.filtered(
            lambda ticket: ticket.unattended and not ticket.closed
        )._get_answered()
        for ticket in self:
            ticket.portal_status = ticket._get_portal_status(ticket in answered)

    def _get_portal_status(self, is_answered):
        self.ensure_one()
        if self.closed:
            return "resolved" if self._is_resolved() else "closed"
        if self.stage_id.waiting:
            return "waiting"
        if not self.unattended:
            return "in_progress"
        return "acknowledged" if is_answered else "reported"

    def _get_answered(self):
        """Those of these tickets on which the support side answered in public."""
        if not self:
            return self
        groups = self.env["mail.message"]._read_group(
            Domain("model", "=", self._name)
            & Domain("res_id", "in", self.ids)
            & Domain("message_type", "in", ("comment", "email"))
            & Domain("author_id.partner_share", "=", False)
            & self.env["mail.message"]._get_search_domain_share(),
            ["res_id"],
        )
        return self.browse([res_id for (res_id,) in groups])

    def _is_resolved(self):
        """Closed by being solved: in the first of the stages that close."""
        closing = self._get_applicable_stages().filtered("closed")
        return self.stage_id == closing[:1]

    def _get_applicable_stages(self):
        """The stages that this ticket may be in, in their order."""
        self.ensure_one()
        return self.team_id.with_company(self.company_id)._get_applicable_stages()

    # ---------------------------------------------------
    # The ticket's page
    # ---------------------------------------------------

    def _get_portal_status_label(self):
        self.ensure_one()
        if self.portal_status == "closed":
            return self.stage_id.name
        labels = dict(self._fields["portal_status"]._description_selection(self.env))
        return labels[self.portal_status]

    def _get_portal_status_text(self):
        """What the reporter may expect, or has to do, now."""
        self.ensure_one()
        return {
            "reported": self.env._(
                "We have received your report and will answer here and by e-mail."
            ),
            "acknowledged": self.env._("We have read your report and are looking."),
            "in_progress": self.env._("We are working on it."),
            "waiting": self.env._(
                "We cannot go on without you. Please answer us below."
            ),
            "resolved": self.env._("This is solved. If it is not, write to us below."),
            "closed": self.env._("Nobody works on this any more."),
        }[self.portal_status]

    def _get_portal_status_class(self):
        return STATUS_CLASSES[self.portal_status]

    def _get_portal_severity_class(self):
        return SEVERITY_CLASSES.get(self.severity_id.priority, "text-bg-light border")

    def _get_portal_steps(self):
        """The tracker: each step's label, date if known, and how far it is.

        :return: a list of dictionaries with ``label``, ``date`` and ``state``, which
            is one of "done", "current", "todo" and "stopped"
        """
        self.ensure_one()
        reported = (self.env._("Reported"), self.create_date)
        if self.portal_status == "closed":
            last = (self.stage_id.name, self.closed_date)
            return self._prepare_portal_steps([reported, last], ["done", "stopped"])
        steps = [
            reported,
            (self.env._("Acknowledged"), False),
            (self.env._("In progress"), False),
            (self.env._("Resolved"), self.closed_date),
        ]
        reached = {"reported": 0, "acknowledged": 1, "resolved": 4}
        number = reached.get(self.portal_status, 2)
        states = ["done"] * number + ["current"] + ["todo"] * len(steps)
        return self._prepare_portal_steps(steps, states[: len(steps)])

    @api.model
    def _prepare_portal_steps(self, steps, states):
        return [
            {"label": label, "date": date, "state": state}
            for (label, date), state in zip(steps, states, strict=True)
        ]

    def _get_portal_attachments(self):
        """The files that the reporter may have: not those of internal notes (W4)."""
        self.ensure_one()
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id)], order="id"
        )
        messages = self.env["mail.message"].search(
            [("attachment_ids", "in", attachments.ids)]
        )
        shared = messages.filtered_domain(messages._get_search_domain_share())
        return attachments - (messages.attachment_ids - shared.attachment_ids)

    def _get_portal_close_stages(self):
        """The stages into which the reporter may close this ticket."""
        self.ensure_one()
        if self.closed:
            return self.env["helpdesk.ticket.stage"]
        return self._get_applicable_stages().filtered("close_from_portal")

    def _close_from_portal(self, stage_id):
        """Close into this stage if the reporter may, else leave it as it is.

        :return: whether the ticket was closed
        """
        self.ensure_one()
        stage = self._get_portal_close_stages().filtered(
            lambda stage: stage.id == stage_id
        )
        if stage:
            self.stage_id = stage
        return bool(stage)

    # ---------------------------------------------------
    # The form
    # ---------------------------------------------------

    @api.model
    def _get_portal_kinds(self):
        """The kinds of ticket in a partner's words.

        :return: a list of (value, label, explanation)
        """
        words = {
            "incident": (
                self.env._("Something does not work"),
                self.env._("It worked before: an outage, an error, slowness."),
            ),
            "problem": (
                self.env._("Something keeps coming back"),
                self.env._("The same trouble, again and again."),
            ),
            "bug": (
                self.env._("A mistake in the software"),
                self.env._("It does not do what the documentation says."),
            ),
            "change_request": (
                self.env._("A change"),
                self.env._("You need something that it does not do today."),
            ),
            "question": (
                self.env._("A question"),
                self.env._("How to do something, or what something means."),
            ),
        }
        return [
            (value, *words.get(value, (label, "")))
            for value, label in self._fields["kind"]._description_selection(self.env)
        ]

    @api.model
    def _get_portal_preview(self, values):
        """What would become of a ticket with these values, before it is sent.

        :param values: as for ``create``, checked by the caller
        :return: a dictionary that can be sent as JSON
        """
        ticket = self.new(values)
        severity = ticket.severity_id
        if not severity:
            return {"severity": False, "title": "", "description": "", "facts": []}
        return {
            "severity": {
                "code": severity.code,
                "name": severity.name,
            },
            "title": self.env._(
                "This will be handled as %(severity)s", severity=severity.display_name
            ),
            "description": severity.description or "",
            "facts": ticket._get_portal_preview_facts(),
        }

    def _get_portal_preview_facts(self):
        """What the reporter is told before sending. Extend to tell more.

        Called on a ticket that is not stored, within a read-only transaction.

        :return: a list of (label, text)
        """
        self.ensure_one()
        team = self.team_id or self.programme_id.team_ids[:1]
        return [(self.env._("Who takes it"), team.name)] if team else []

    def _get_portal_form_key(self, user):
        """Names the form that ``user`` sent for this ticket; perhaps empty."""
        self.ensure_one()
        owner, _colon, key = (self.form_key or "").partition(":")
        return key if owner == str(user.id) else ""

    # ---------------------------------------------------
    # The link in a mail
    # ---------------------------------------------------

    def _is_portal_link_alive(self):
        """Whether the link in a mail still opens this ticket (W15)."""
        self.ensure_one()
        closed_date = self.closed and self.closed_date
        return not closed_date or (
            fields.Datetime.now() <= closed_date + timedelta(LINK_DAYS_AFTER_CLOSING)
        )

    @api.model
    def _get_thread_with_access(self, thread_id, **kwargs):
        # sudo: whether the link is alive is asked before anybody is let in
        ticket = self.sudo().browse(thread_id).exists()
        if not ticket or not ticket._is_portal_link_alive():
            for name in ("token", "hash", "pid"):
                kwargs.pop(name, None)
        return super()._get_thread_with_access(thread_id, **kwargs)

    def _portal_ensure_token(self):
        # sudo: who may read the ticket may have its link, but not read the field
        return super(HelpdeskTicket, self.sudo())._portal_ensure_token()

    def _sign_token(self, pid):
        # sudo: the signature of a recipient is made whoever causes the mail
        return super(HelpdeskTicket, self.sudo())._sign_token(pid)
