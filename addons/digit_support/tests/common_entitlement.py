from .common import DigitSupportCommon


class EntitlementCommon(DigitSupportCommon):
    """S1's illustration: the workflow service in versions 1.9.0, 2.5.56 and 3.2.15.

    Punjab runs 2.5.56 in production; Odisha runs 1.9.0.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workflow = cls.env["digit.service"].create({"name": "Workflow"})
        cls.versions = {
            name: cls._create_version(name, day)
            for name, day in (
                ("1.9.0", "2022-01-10"),
                ("2.5.56", "2024-03-11"),
                ("3.2.15", "2025-03-10"),
            )
        }
        cls.production, cls.production_odisha = cls.env["digit.environment"].create(
            [
                {"name": "Production", "deployment_id": deployment.id}
                for deployment in (cls.deployment, cls.deployment_odisha)
            ]
        )
        cls.installation, cls.installation_odisha = cls.env[
            "digit.installation"
        ].create(
            [
                {
                    "environment_id": environment.id,
                    "version_id": cls.versions[name].id,
                }
                for environment, name in (
                    (cls.production, "2.5.56"),
                    (cls.production_odisha, "1.9.0"),
                )
            ]
        )

    @classmethod
    def _create_version(cls, name, release_date, service=None, **vals):
        return cls.env["digit.service.version"].create(
            {
                "service_id": (service or cls.workflow).id,
                "name": name,
                "release_date": release_date,
                **vals,
            }
        )
