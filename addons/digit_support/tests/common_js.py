from odoo.addons.web.tests import test_js


class JsCase(test_js.HOOTCommon):
    """The JavaScript tests of one addon, ``module``, in a browser."""

    module = None
    # a test of the base class, which pytest would run here again
    test_get_hoot_filter = None

    def get_hoot_filters(self):
        self._test_params = [("+", f"@{self.module}")]
        return super().get_hoot_filters()

    def _run_all(self):
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop{self.hoot_filters}",
            "",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
