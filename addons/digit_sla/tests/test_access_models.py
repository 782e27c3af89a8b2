from odoo.tests import TransactionCase, tagged

from odoo.addons.digit_support.tests.common_access import get_open_models


@tagged("post_install", "-at_install")
class TestModelsAreClosed(TransactionCase):
    """No model of ours is open to who is outside, however new it is."""

    def test_nobody_outside_has_access_to_a_model_of_ours_but_to_clocks(self):
        # the clocks of the tickets that they may read, see TestAccess
        self.assertEqual(
            get_open_models(self.env, "digit_sla"), {("digit.sla.clock", "read")}
        )
