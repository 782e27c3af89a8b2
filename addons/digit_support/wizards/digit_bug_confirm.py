from odoo import api, fields, models


class DigitBugConfirm(models.TransientModel):
    """Confirms the bug of a ticket: as a new one, or as a known one seen again."""

    _name = "digit.bug.confirm"
    _description = "Confirm a Bug"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade")
    service_id = fields.Many2one(related="ticket_id.service_id")
    version_id = fields.Many2one(related="ticket_id.version_id")
    fix_id = fields.Many2one(
        "digit.fix",
        string="Known Bug",
        ondelete="cascade",
        domain="[('service_id', '=', service_id), "
        "('state', 'in', ('owed', 'in_progress'))]",
        help="When it is confirmed already. Leave it empty for a new bug.",
    )
    name = fields.Char(
        string="Title",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        help="For the support side only.",
    )
    partner_summary = fields.Text(
        string="Summary for Partners",
        help="Told to every partner concerned: name no other partner here.",
    )
    lines_summary = fields.Char(
        string="Owed in",
        compute="_compute_lines_summary",
        help="The major lines that eGov supports today.",
    )
    is_supported = fields.Boolean(compute="_compute_lines_summary")

    @api.depends("ticket_id")
    def _compute_name(self):
        for wizard in self:
            wizard.name = wizard.ticket_id.name

    @api.depends("service_id", "version_id", "fix_id")
    def _compute_lines_summary(self):
        supported = self.service_id._get_supported_majors(fields.Date.today())
        for wizard in self:
            majors = supported.get(wizard.service_id, [])
            if wizard.fix_id:
                majors = wizard.fix_id.line_ids.mapped("major")
            wizard.lines_summary = ", ".join(f"{major}.x" for major in majors)
            wizard.is_supported = wizard.version_id.major in majors

    def action_confirm(self):
        self.ensure_one()
        self.ticket_id.check_access("write")
        self.ticket_id._check_confirmable()
        # sudo: an L2 executive confirms bugs, and keeps no fixes
        fix = self.sudo().fix_id or self._create_fix()
        fix._add_ticket(self.ticket_id.sudo())
        return {"type": "ir.actions.act_window_close"}

    def _create_fix(self):
        # sudo: see above
        return (
            self.env["digit.fix"]
            .sudo()
            .create(
                {
                    **self.ticket_id._prepare_fix_vals(),
                    "name": self.name or self.ticket_id.name,
                    "partner_summary": self.partner_summary,
                }
            )
        )
