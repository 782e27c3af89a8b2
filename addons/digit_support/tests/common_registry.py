from odoo.fields import Command

from .common import DigitSupportCommon


class RegistryCommon(DigitSupportCommon):
    """Two services that nobody else has, and factories for what is known of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service_a = cls._create_service("Alpha", "test-alpha")
        cls.service_b = cls._create_service("Beta", "test-beta")

    @classmethod
    def _create_service(cls, name, code, **vals):
        return cls.env["digit.service"].create({"name": name, "code": code, **vals})

    @classmethod
    def _create_version(cls, name, release_date=False, service=None, **vals):
        service = service or cls.service_a
        return cls.env["digit.service.version"].create(
            {
                "service_id": service.id,
                "name": name,
                "release_date": release_date,
                **vals,
            }
        )

    @classmethod
    def _create_release(cls, name, release_date=False, versions=(), **vals):
        return cls.env["digit.release"].create(
            {
                "name": name,
                "release_date": release_date,
                "line_ids": [Command.create({"version_id": v.id}) for v in versions],
                **vals,
            }
        )
