import inspect
import os

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_matrix import get_models
from .common_routes import INTERNAL, PUBLIC, AccessRoutesCommon

SCALE = int(os.environ.get("DIGIT_SCALE", "1"))
# What a method may be given, by the name of the parameter; else the first word.
ARGUMENTS = {
    "vals": {},
    "vals_list": [{}],
    "values": {},
    "domain": [],
    "fields": ["display_name"],
    "body": "Hello",
    "partner_ids": [1],
    "specification": {"display_name": {}},
    "groupby": [],
    "aggregates": ["__count"],
    "fnames": ["display_name"],
    "order": "id",
    "limit": 1,
    "offset": 0,
}


@tagged("post_install", "-at_install")
class TestRpcSurface(AccessRoutesCommon):
    """Every method that can be called from outside: nothing is written or told (S2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._flush_tracking()

    def _get_methods(self, model):
        """The names that a client may call.

        In `make test` those that our addons define; in `make test-long` all.
        """
        for name in dir(model):
            method = getattr(type(model), name, None)
            if name.startswith("_") or not callable(method):
                continue
            if getattr(method, "_api_private", False):
                continue
            module = getattr(inspect.unwrap(method), "__module__", "")
            if SCALE > 1 or ".digit_" in module or ".helpdesk_mgmt" in module:
                yield name

    def _get_arguments(self, method):
        """Something for each parameter that is needed."""
        needed = [
            parameter
            for parameter in list(inspect.signature(method).parameters.values())[1:]
            if parameter.default is parameter.empty
            and parameter.kind
            in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
        ]
        return [ARGUMENTS.get(parameter.name, 1) for parameter in needed]

    def _call_method(self, record, name):
        """What a method returns or why it does not, as text; what it did is undone."""
        before, savepoint = self._get_touched(), self.env.cr.savepoint(flush=False)
        with savepoint:
            try:
                arguments = self._get_arguments(getattr(type(record), name))
                answer = repr(getattr(record, name)(*arguments))
                record.env.flush_all()
                told, changed = answer, self._get_changed(before)
            except Exception as error:
                told, changed = str(error), set()
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
        return told, changed

    @mute_logger(
        "odoo.sql_db",
        "odoo.addons.base.models.ir_rule",
        "odoo.addons.base.models.ir_model",
    )
    def test_no_method_writes_or_tells(self):
        marks = [
            mark.format(owner=owner)
            for mark, owner in (
                (PUBLIC, "elsewhere"),
                (INTERNAL, "elsewhere"),
                (INTERNAL, "punjab"),
            )
        ]
        calls, wrong = 0, []
        for model in get_models(self.env, "digit_support", "helpdesk_mgmt"):
            records = self.env[model].search([], limit=3)
            if model == "helpdesk.ticket":
                ids = self.targets["ticket"], self.targets_company["ticket"]
                records = self.env[model].browse(ids)
            for user in (self.env.ref("base.public_user"), self.balbir):
                for name in self._get_methods(records):
                    told, changed = self._call_method(records.with_user(user), name)
                    calls += 1
                    if changed or any(mark in told for mark in marks):
                        wrong.append(f"{user.login} {model} {name} {sorted(changed)}")
        self.assertFalse(wrong, "\n" + "\n".join(wrong))
        self.assertGreater(calls, 200)
