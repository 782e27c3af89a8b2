from odoo.tests import new_test_user

OPERATIONS = ("read", "write", "create", "unlink")


def get_models(env, *modules):
    """The models that these addons bring, by name, with a table or a form behind."""
    return sorted(
        name
        for name, model in env.registry.items()
        if model._original_module in modules and not model._abstract
    )


def parse_table(text):
    """A table as it is written in the tests: {row: {column: word}}."""
    head, *lines = [line.split() for line in text.strip().splitlines()]
    return {name: dict(zip(head[1:], words, strict=True)) for name, *words in lines}


class MatrixMixin:
    """The roles of the access matrix (S1), each the least of its kind.

    For a class with the small world. Several users stand for ``partner``: whatever
    one of them may, the role may.
    """

    @classmethod
    def _get_roles(cls):
        internal = new_test_user(cls.env, login="internal")
        own = new_test_user(
            cls.env, login="own", groups="helpdesk_mgmt.group_helpdesk_user_own"
        )
        passer_by = new_test_user(
            cls.env, login="passer_by", groups="base.group_portal"
        )
        return {
            "publ": cls.env.ref("base.public_user"),
            "part": cls.asha | cls.balbir | cls.tejas | passer_by,
            "inte": internal,
            "own": own,
            "l1": cls.user_l1,
            "l2": cls.user_l2,
            "l3": cls.user_l3,
            "oper": cls.user_operations,
            "admi": cls.user_admin,
        }

    def _get_letters(self, users, model):
        return "".join(
            operation[0]
            if any(self.env[model].with_user(u).has_access(operation) for u in users)
            else "-"
            for operation in OPERATIONS
        )

    def assertModels(self, table, *modules):
        """The models of these addons are open to each role as the table says.

        A model that the table does not name fails, and is told as a line for it.
        """
        roles = self._get_roles()
        found = {
            model: {
                role: self._get_letters(users, model) for role, users in roles.items()
            }
            for model in get_models(self.env, *modules)
        }
        expected = parse_table(table)
        wrong = [
            f"{model:<34}{' '.join(found.get(model, {}).values()) or 'is gone'}"
            for model in sorted(found.keys() | expected.keys())
            if found.get(model) != expected.get(model)
        ]
        self.assertFalse(wrong, "\n" + "\n".join(wrong))
        return sum(map(len, found.values())) * len(OPERATIONS)
