"""Chromium for the browser tests, on PATH as ``chromium``."""


def set_up():
    """Have ``chromium``."""
