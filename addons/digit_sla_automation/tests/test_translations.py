from odoo.tests import TransactionCase, tagged

from odoo.addons.digit_support.tests.common_translations import TranslationChecks


@tagged("post_install", "-at_install")
class TestTranslations(TranslationChecks, TransactionCase):
    """The texts of the triggers, in Hindi and Portuguese."""

    module = "digit_sla_automation"
