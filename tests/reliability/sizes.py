"""How much the tests of reliability do."""

import os


def size(name, short):
    """``DIGIT_<name>`` (`make test-long` sets them), else the short size."""
    return int(os.environ.get(f"DIGIT_{name}") or short)
