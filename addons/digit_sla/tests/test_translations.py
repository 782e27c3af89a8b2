from odoo.tests import TransactionCase, tagged

from odoo.addons.digit_support.tests.common_translations import TranslationChecks

NAMES = {
    "%(label)s, %(time)s",
    "%(moment)s: %(sentence)s",
    "%(user)s: %(reason)s",
    "%(what)s, %(user)s: %(reason)s",
    "SLA",
}
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
        "pt": NAMES | UNITS | {"%(moment)s: %(deeds)s.", "Agenda", "Ticket"},
    }
