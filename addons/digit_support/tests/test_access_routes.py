from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_routes import CALLS, OUTCOMES
from .common_matrix import get_models, parse_table
from .common_routes import (
    ROLES,
    ROLES_ELSEWHERE,
    AccessRoutesCommon,
    get_reason,
)


@tagged("post_install", "-at_install")
class TestAccessRoutes(AccessRoutesCommon):
    """Every route, every role: as the table says, and no route without (S1)."""

    addon = "digit_support"
    calls = CALLS

    def test_every_route_has_an_expectation(self):
        routes = self._get_routes()
        unknown = {
            route for route in routes if route not in CALLS and not get_reason(route)
        }
        self.assertFalse(unknown, "say in access_routes.py how they are called")
        self.assertFalse(CALLS.keys() - routes.keys(), "these are gone")

    def test_no_route_of_ours_is_left_out(self):
        ours = {
            route
            for route, addon in self._get_routes().items()
            if addon in ("digit_support", "helpdesk_mgmt")
        }
        self.assertFalse(ours - CALLS.keys())

    def test_there_is_no_report_of_a_model_of_ours(self):
        models = get_models(self.env, "digit_support", "helpdesk_mgmt")
        reports = self.env["ir.actions.report"].search([("model", "in", models)])
        self.assertFalse(reports, "say in access_routes.py who may print it")

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_calls_about_a_ticket_end_as_the_table_says(self):
        wrong, cells = self._find_wrong(self.targets, parse_table(OUTCOMES))
        self.assertFalse(wrong, "\n" + "\n".join(wrong))
        self.assertGreaterEqual(cells, 60 * len(ROLES))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_calls_about_another_companys_ticket_end_in_nothing(self):
        wrong, _cells = self._find_wrong(self.targets_company, {}, ROLES_ELSEWHERE)
        self.assertFalse(wrong, "\n" + "\n".join(wrong))
