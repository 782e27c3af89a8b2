from odoo.tests import tagged

from odoo.addons.digit_support.tests import common_js


@tagged("post_install", "-at_install")
class TestJs(common_js.JsCase):
    module = "digit_sla"

    def test_hoot(self):
        self._run_all()
