#!/usr/bin/env python3
"""Fail when an Odoo log holds an ERROR or an unexpected WARNING."""

import sys
from pathlib import Path

from digit_env import odoo_log


def main(names):
    """Print every complaint; 1 if there is any."""
    found = [(name, line) for name in names for line in check(name)]
    for name, line in found:
        print(f"{name}: {line}")
    return 1 if found else 0


def check(name):
    """The complaints about one log."""
    return odoo_log.check_file(Path(name))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
