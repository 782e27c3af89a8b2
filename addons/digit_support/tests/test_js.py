from odoo.tests import tagged

from . import common_js


@tagged("post_install", "-at_install")
class TestJs(common_js.JsCase):
    module = "digit_support"

    def test_hoot(self):
        self._run_all()
