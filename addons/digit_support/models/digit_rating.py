from odoo import api, fields, models

SATISFIED, PARTLY, DISSATISFIED = "satisfied", "partly", "dissatisfied"
# In percent, so that an average says how satisfied people are.
SCORES = {SATISFIED: 100, PARTLY: 50, DISSATISFIED: 0}


class DigitRating(models.Model):
    """How satisfied a reporter is with what was done: one rating for a ticket.

    It is written through the ticket alone, and read by who reads the ticket. Core's
    ``rating`` is not used: all internal users read and write its records, whoever
    may post on a ticket may rate it, as often as they like, and its links do not end.
    """

    _name = "digit.rating"
    _description = "Satisfaction"
    _inherit = ["digit.access"]
    _access_field = "ticket_id"
    _rec_name = "ticket_id"
    _order = "date desc, id desc"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, readonly=True, ondelete="cascade"
    )
    answer = fields.Selection(
        [
            (SATISFIED, "Satisfied"),
            (PARTLY, "Partly satisfied"),
            (DISSATISFIED, "Not satisfied"),
        ],
        string="Satisfaction",
        required=True,
        readonly=True,
    )
    score = fields.Float(
        string="Satisfaction (%)",
        compute="_compute_score",
        store=True,
        aggregator="avg",
        help="Satisfied is 100, partly satisfied 50, not satisfied 0.",
    )
    comment = fields.Text(readonly=True)
    date = fields.Datetime(required=True, readonly=True, index=True)
    entered_by_id = fields.Many2one(
        "res.users",
        string="Entered by",
        readonly=True,
        ondelete="restrict",
        help="The operator who wrote down what the reporter said; empty when the "
        "reporter rated by themselves.",
    )
    agent_id = fields.Many2one(
        "res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who had the ticket when it was rated.",
    )
    programme_id = fields.Many2one(
        related="ticket_id.programme_id", store=True, index="btree_not_null"
    )
    organisation_id = fields.Many2one(
        related="ticket_id.commercial_partner_id",
        string="Organisation",
        store=True,
        index="btree_not_null",
    )

    _ticket_unique = models.UniqueIndex("(ticket_id)", "A ticket is rated once.")

    @api.depends("answer")
    def _compute_score(self):
        for rating in self:
            rating.score = SCORES.get(rating.answer, 0)
