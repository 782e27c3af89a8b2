from odoo.tests import tagged

from .access_table import MODELS
from .common import DigitSupportCommon
from .common_matrix import MatrixMixin


@tagged("post_install", "-at_install")
class TestAccessMatrix(MatrixMixin, DigitSupportCommon):
    """Every model, every role: as the table says, and no model without (S1)."""

    def test_models_are_open_as_the_table_says(self):
        cells = self.assertModels(MODELS, "digit_support", "helpdesk_mgmt")
        self.assertGreater(cells, 2000)
