from odoo import fields, models


class DigitLevelStay(models.Model):
    """How long a ticket was at a level, and who moved it there: only added to."""

    _name = "digit.level.stay"
    _description = "Stay at a Support Level"
    _inherit = ["digit.access"]
    _access_field = "ticket_id"
    _order = "id"
    _log_access = False

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    level_id = fields.Many2one(
        "digit.support.level", required=True, ondelete="restrict", index=True
    )
    team_id = fields.Many2one("helpdesk.ticket.team", ondelete="set null")
    user_id = fields.Many2one(
        "res.users", string="Moved by", required=True, ondelete="restrict"
    )
    date_from = fields.Datetime(string="Since", required=True)
    date_to = fields.Datetime(string="Until")
    direction = fields.Selection(
        [
            ("first", "First level"),
            ("up", "Handed up"),
            ("across", "Handed across"),
            ("back", "Handed back"),
        ],
        required=True,
    )
    reason = fields.Char()

    _open_unique = models.UniqueIndex(
        "(ticket_id) WHERE date_to IS NULL", "A ticket is at one level at a time."
    )

    def _get_direction(self, level):
        """How a ticket gets to ``level`` from this stay, which may be empty."""
        if self.level_id.programme_id != level.programme_id:
            return "first"
        if self.level_id.sequence == level.sequence:
            return "across"
        return "up" if self.level_id.sequence < level.sequence else "back"
