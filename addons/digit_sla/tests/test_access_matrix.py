from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.digit_support.tests.common_matrix import MatrixMixin, parse_table
from odoo.addons.digit_support.tests.common_routes import (
    ROLES_ELSEWHERE,
    AccessRoutesCommon,
)

from .access_table import CALLS, MODELS, OUTCOMES
from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
class TestAccessMatrix(MatrixMixin, DigitSlaCommon):
    """Every model, every role: as the table says, and no model without (S1)."""

    def test_models_are_open_as_the_table_says(self):
        self.assertModels(MODELS, "digit_sla")


@tagged("post_install", "-at_install")
class TestAccessRoutes(AccessRoutesCommon):
    """Every route, every role: as the table says, and no route without (S1)."""

    addon = "digit_sla"
    calls = CALLS

    def test_every_route_has_an_expectation(self):
        routes = self._get_routes()
        ours = {route for route, addon in routes.items() if addon == self.addon}
        self.assertEqual(ours, CALLS.keys())

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_calls_about_a_ticket_end_as_the_table_says(self):
        wrong, _cells = self._find_wrong(self.targets, parse_table(OUTCOMES))
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_calls_about_another_companys_ticket_end_in_nothing(self):
        wrong, _cells = self._find_wrong(self.targets_company, {}, ROLES_ELSEWHERE)
        self.assertFalse(wrong, "\n" + "\n".join(wrong))
