from odoo import api, fields, models


class DigitTimeEntry(models.Model):
    """The time that an implementation partner's staff spends (S0's metric).

    They enter it in the portal, through the ticket; the model is closed to them.
    """

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.time.entry"

    worker_organisation_id = fields.Many2one(
        "res.partner",
        string="Spent by",
        compute="_compute_worker_organisation_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="For whom the person worked when the time was entered.",
    )

    @api.depends("user_id")
    def _compute_worker_organisation_id(self):
        for entry in self:
            # sudo: who reads the entry may not read the person
            entry.worker_organisation_id = entry.user_id.sudo().commercial_partner_id
