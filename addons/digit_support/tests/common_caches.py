from unittest.mock import patch


def keep_caches(test_class):
    """Keep between the tests of a class what none of them has changed.

    Odoo empties every cache after each test, so that the next one compiles the pages
    and looks up the rights anew: a third of the time. What a test changes, it changes
    with ``clear_cache``: only that is emptied when it ends.
    """
    registry, touched = test_class.registry, set()
    clear_cache = registry.clear_cache

    def clear(*names):
        touched.update(names or ["default"])
        clear_cache(*names)

    def clear_touched():
        if touched:
            clear_cache(*touched)
        touched.clear()

    test_class.startClassPatcher(patch.object(registry, "clear_cache", clear))
    test_class.startClassPatcher(
        patch.object(registry, "clear_all_caches", clear_touched)
    )
