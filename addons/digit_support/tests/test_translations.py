from odoo.tests import TransactionCase, tagged

from .common_translations import TranslationChecks

NAMES = {
    "%(what)s → %(where)s",
    "180, 90, 30",
    "AWS",
    "Azure",
    "BPA",
    "CommCare",
    "DIGIT Urban",
    "DIGIT Works",
    "FSM",
    "Google Cloud",
    "HRMS",
    "MUKTASoft",
    "NIC",
    "NOC",
    "PGR",
    "PGR (Rainmaker)",
    "UAT",
    "ULB",
    "WhatsApp",
    "[{{ object.number }}] {{ object.name }}",
    "[{{ object.number }}] {{ object.stage_id.name }}: {{ object.name }}",
    "eDCR",
    "eGov",
    "example.org, mail.example.org",
    "mCollect",
    "mx.example.org",
    "vSphere",
    "{{ object.deployment_id.name }}: {{ object.display_name }}",
}
IN_PORTUGUESE = {
    "E-mail",
    "ID",
    "Normal",
    "Persister",
    "Searcher",
    "Stock",
    "Ticket",
    "Tickets",
    "Total",
    "e-Challan",
    "eChallan",
    "id",
    "min",
}


@tagged("post_install", "-at_install")
class TestTranslations(TranslationChecks, TransactionCase):
    """The texts of DIGIT Support, in Hindi and Portuguese."""

    module = "digit_support"
    same = {
        "hi": NAMES | {"Works PDF", "eGov OTP"},
        "pt": NAMES | IN_PORTUGUESE,
    }
