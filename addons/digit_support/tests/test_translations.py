from odoo.tests import TransactionCase, tagged

from .common_translations import TranslationChecks

NAMES = {
    "CommCare",
    "DIGIT Urban",
    "ID",
    "MUKTASoft",
    "[{{ object.number }}] {{ object.name }}",
    "eGov",
}


@tagged("post_install", "-at_install")
class TestTranslations(TranslationChecks, TransactionCase):
    """The texts of DIGIT Support, in Hindi and Portuguese."""

    module = "digit_support"
    same = {
        "hi": NAMES,
        "pt": NAMES | {"Normal", "Ticket", "Tickets"},
    }
