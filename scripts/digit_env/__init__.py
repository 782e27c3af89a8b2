"""The few programs behind ``make run`` and ``make test`` (standard library only)."""
