from odoo import models


class MailAliasDomain(models.Model):
    _name = "mail.alias.domain"
    _inherit = ["mail.alias.domain", "digit.cached"]  # the address of a team
