from odoo import api, fields, models
from odoo.fields import Domain


class DigitSupportLevel(models.Model):
    """One of the levels of a programme that a ticket is handed through."""

    _name = "digit.support.level"
    _description = "Support Level"
    _order = "programme_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    programme_id = fields.Many2one(
        "digit.programme", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(
        string="Rank",
        default=10,
        required=True,
        help="A ticket is handed up to a higher rank and back to a lower one. Levels "
        "of one rank stand beside each other, such as functional and technical "
        "experts.",
    )
    active = fields.Boolean(default=True)
    description = fields.Text(
        string="What It May Do",
        translate=True,
        help="What is solved here, and what is handed on.",
    )
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        index="btree_not_null",
        ondelete="restrict",
        help="Who works on the tickets of this level. Empty when it is the partner's "
        "own support, whose tickets stay with the team that they came to.",
    )
    is_egov = fields.Boolean(
        string="Run by eGov", help="Its tickets tell since when eGov has them."
    )

    _name_unique = models.UniqueIndex(
        "(programme_id, (name->>'en_US'))",
        "A programme has one level of each name.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        levels = super().create(vals_list)
        levels._take_tickets()
        return levels

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"team_id", "programme_id"}:
            self._take_tickets()
        return result

    def _take_tickets(self):
        """Place the open tickets that these levels' teams had before the levels."""
        Ticket = self.env["helpdesk.ticket"].sudo()  # of all teams
        tickets = Ticket.search(
            Domain("programme_id", "in", self.programme_id.ids)
            & Domain("team_id", "in", self.team_id.ids)
            & Domain("level_id", "=", False)
            & Domain("stage_id.closed", "=", False)
        )
        self.env.add_to_compute(Ticket._fields["level_id"], tickets)

    def _get_for_team(self, team):
        """Those of these levels that ``team`` works at; of no team none."""
        return self.filtered(lambda level: team and level.team_id == team)

    def _get_next(self):
        """The level to hand up to; empty at the top."""
        levels = self.programme_id.level_ids
        return levels.filtered(lambda level: level.sequence > self.sequence)[:1]

    def _get_previous(self):
        """The level to hand back to; empty at the bottom."""
        below = self.programme_id.level_ids.filtered(
            lambda level: level.sequence < self.sequence
        )
        return below.filtered(lambda level: level.sequence == below[-1:].sequence)[:1]
