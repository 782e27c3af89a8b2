from odoo import models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "digit.cached"]  # its domain: the address of a team
