from odoo.tests import new_test_user

OPERATIONS = ("read", "write", "create", "unlink")


def get_open_models(env, module):
    """What who is outside may do with the models of an addon, also with new ones.

    :return: a set of (model, operation)
    """
    outside = env.ref("base.public_user") | new_test_user(
        env, login="portal", groups="base.group_portal"
    )
    for role in ("member", "contact"):
        group = f"digit_support.digit_support_group_partner_{role}"
        outside |= new_test_user(env, login=role, groups=group)
    return {
        (name, operation)
        for name, model in env.registry.items()
        if model._original_module == module and not model._abstract
        for user in outside
        for operation in OPERATIONS
        if env[name].with_user(user).has_access(operation)
    }
