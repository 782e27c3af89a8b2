"""Replay every SLA clock and list what does not match: ``make sla-audit DB=digit``.

``odoo shell`` runs this, so ``env`` is there. Nothing is written.
"""

import sys


def main(env):
    """Tell what was found; the number of figures that do not match."""
    count, mismatches = env["digit.sla.clock"]._audit()
    for mismatch in mismatches:
        print(
            f"clock {mismatch.clock_id}: {mismatch.field} is {mismatch.stored}, "
            f"its events give {mismatch.replayed}"
        )
    found = f"{len(mismatches):,} figures do not" if mismatches else "all"
    print(f"{count:,} clocks checked, {found} match.")
    return len(mismatches)


sys.exit(1 if main(env) else 0)  # noqa: F821
