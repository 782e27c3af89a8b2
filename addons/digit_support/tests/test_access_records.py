import os

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_table import MODELS, RECORDS
from .common_matrix import get_models, parse_table
from .common_routes import AccessRoutesCommon

SCALE = int(os.environ.get("DIGIT_SCALE", "1"))
EACH = 4 if SCALE > 1 else 1  # records of a model
# Which column of the table of models a role is in.
COLUMNS = {
    "publ": "publ",
    "cust": "part",
    "coll": "part",
    "othe": "part",
    "inte": "inte",
    "own": "own",
    "team": "l1",
    "mana": "admi",
}


@tagged("post_install", "-at_install")
class TestAccessRecords(AccessRoutesCommon):
    """Every kind of record, every role, every way to reach it (S1).

    The letters: read, write, create, unlink; post, attach, subscribe, image.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles["publ"] = cls.env.ref("base.public_user")
        del cls.roles["link"]
        cls.env["digit.installation.report"].create(
            {
                "environment_id": cls.production.id,
                "service_id": cls.workflow.id,
                "version_id": cls.versions["workflow_3"].id,
                "date": "2026-01-05",  # Monday
                "reporter_id": cls.asha.partner_id.id,
            }
        )

    def _is_allowed(self, act):
        savepoint = self.env.cr.savepoint(flush=False)
        with savepoint:
            try:
                act()
                return True
            except (AccessError, MissingError, UserError, ValueError):
                return False
            finally:
                savepoint.rollback()
                self.env.invalidate_all(flush=False)

    def _get_letters(self, record):
        """What the record's user may do with it."""
        letters = [
            name[0]
            for name in ("read", "write", "create", "unlink")
            if record.has_access(name)
        ]
        ways = {
            "a": lambda: record.env["ir.attachment"].create(
                {
                    "name": "x",
                    "raw": b"x",
                    "res_model": record._name,
                    "res_id": record.id,
                }
            ),
            "i": lambda: record.env["ir.binary"]._find_record(
                res_model=record._name, res_id=record.id
            ),
        }
        if hasattr(record, "message_post"):
            ways["p"] = lambda: record.message_post(body="x", message_type="comment")
            ways["s"] = lambda: record.message_subscribe(self.tejas.partner_id.ids)
        letters += [letter for letter, act in ways.items() if self._is_allowed(act)]
        return "".join(letters) or "-"

    def _get_records(self, model):
        """Some of a model's records; of tickets, one of each organisation."""
        if model == "helpdesk.ticket":
            ids = [
                targets["ticket"] for targets in (self.targets, self.targets_company)
            ]
            return self.env[model].browse(ids)
        return self.env[model].search([], limit=EACH, order="id desc")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_records_are_reached_as_the_table_says(self):
        expected, models = parse_table(RECORDS), parse_table(MODELS)
        wrong, cells = [], 0
        for model in get_models(self.env, "digit_support", "helpdesk_mgmt"):
            for number, record in enumerate(self._get_records(model)):
                name = f"{model}-{number}" if model == "helpdesk.ticket" else model
                found = {
                    role: self._get_letters(record.with_user(user))
                    for role, user in self.roles.items()
                }
                cells += 8 * len(found)
                wrong += self._compare(name, found, expected.get(name), models[model])
        self.assertFalse(wrong, "\n" + "\n".join(wrong))
        self.assertGreater(cells, 1500)

    def _compare(self, name, found, expected, models):
        """What is wrong with the row of one record.

        Of a ticket the table tells; any other record is reached no further than its
        model is, from outside not at all.
        """
        if expected or name.startswith("helpdesk.ticket-"):
            return [f"{name} {' '.join(found.values())}"] * (found != expected)
        for role, letters in found.items():
            basic = set(letters) & set("rwcu")
            allowed = set(models[COLUMNS[role]])
            more = set(letters) - set("rwcu")
            if basic - allowed or (more - set("-") and "r" not in allowed):
                return [f"{name} {' '.join(found.values())}"]
        return []
