"""What the end-to-end tests share: a browser."""

import contextlib

import pytest
from digit_env import paths
from playwright.sync_api import expect, sync_playwright

SCREENSHOTS = paths.HOME / "screenshots"
PATIENCE = 30_000  # ms: a page that is the first of its kind builds its assets


@pytest.fixture(scope="session")
def browser(chromium_path):
    """A real Chromium."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def open_page(browser):
    """``with open_page(1280, 800) as page``: somebody's own browser window.

    An error in the page's scripts fails the test.
    """

    @contextlib.contextmanager
    def opened(width, height):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            timezone_id="Asia/Kolkata",
            locale="en-IN",
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        errors = []
        page.on("pageerror", lambda error: errors.append(error))
        yield page
        context.close()
        assert not errors, errors

    return opened


@pytest.fixture(scope="session")
def take_screenshot():
    """``take_screenshot(page, "name")``: keep a look at a page."""

    def taken(page, name):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    return taken
