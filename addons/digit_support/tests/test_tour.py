from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_registry import RegistryCommon


@tagged("post_install", "-at_install")
class TestTour(RegistryCommon, HttpCase):
    def test_service_mapping(self):
        """An operations manager gives the next release a new version of a service."""
        self._create_release(
            "Tour Last", "2099-01-10", [self._create_version("1.0.0", "2025-01-10")]
        )
        release = self._create_release("Tour Next", "2099-02-10")
        with mute_logger("odoo.http"):  # what is mistyped is refused
            self.start_tour(
                "/odoo/service-mapping",
                "digit_support_service_mapping",
                login="digit_operations",
            )
        self.assertEqual(release.line_ids.version_id.name, "1.1.0")
        self.assertEqual(release.line_ids.version_id.release_date, release.release_date)
