from odoo.tests import TransactionCase, tagged

from odoo.addons.digit_support.tests.common_translations import TranslationChecks

NAMES = {"%(label)s, %(time)s", "ID", "SLA"}
UNITS = {
    "%(days)s d",
    "%(days)s d %(hours)s h",
    "%(hours)s h",
    "%(number)s d",
    "%(number)s h",
    "%(number)s min",
    "%(seconds)s s",
}


@tagged("post_install", "-at_install")
class TestTranslations(TranslationChecks, TransactionCase):
    """The texts of DIGIT SLA, in Hindi and Portuguese."""

    module = "digit_sla"
    same = {
        "hi": NAMES,
        "pt": NAMES | UNITS | {"Ticket"},
    }
