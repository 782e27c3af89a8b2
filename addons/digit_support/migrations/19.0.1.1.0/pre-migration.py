from odoo import SUPERUSER_ID, api

from odoo.addons.digit_support.hooks import make_numbers_unique


def migrate(cr, version):
    """Numbers of tickets are unique from here on."""
    make_numbers_unique(api.Environment(cr, SUPERUSER_ID, {}))
