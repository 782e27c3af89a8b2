from lxml import html

from odoo.fields import Command
from odoo.tests import new_test_user

from .common_portal import PortalCommon


class PortalRegistryCommon(PortalCommon):
    """What runs with Punjab and Odisha, and what is released for them.

    Punjab runs Billing 2.5.56, which is supported, and Workflow 1.9.0, which is not
    any more; Odisha runs Billing 3.2.15. Works is another programme, of its own
    service. Passer-by has a login and no role.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_services()
        cls._create_installations()
        cls._create_releases()
        cls.passer_by = new_test_user(
            cls.env, login="passer_by", groups="base.group_portal"
        )

    @classmethod
    def _create_services(cls):
        cls.works = cls.env["digit.programme"].create(
            {"name": "Works", "scheme_id": cls.scheme.id}
        )
        cls.billing, cls.workflow, cls.estimates = cls.env["digit.service"].create(
            [{"name": name} for name in ("Billing", "Workflow", "Estimates")]
        )
        cls.product, cls.product_works = cls.env["digit.product"].create(
            [
                {
                    "name": "Municipal",
                    "programme_ids": [Command.link(cls.programme.id)],
                    "service_ids": [
                        Command.set([cls.billing.id, cls.workflow.id]),
                    ],
                },
                {
                    "name": "Muktasoft",
                    "programme_ids": [Command.link(cls.works.id)],
                    "service_ids": [Command.link(cls.estimates.id)],
                },
            ]
        )
        versions = {
            "billing_2": (cls.billing, "2.5.56", "2023-05-01"),
            "billing_3": (cls.billing, "3.2.15", "2024-06-03"),
            "workflow_1": (cls.workflow, "1.9.0", "2021-02-01"),
            "workflow_2": (cls.workflow, "2.10.0", "2022-02-01"),
            "workflow_3": (cls.workflow, "3.0.0", "2023-02-01"),
            "workflow_planned": (cls.workflow, "4.0.0", "2099-02-01"),
            "estimates_1": (cls.estimates, "1.0.0", "2023-02-01"),
        }
        cls.versions = {
            key: cls.env["digit.service.version"].create(
                {"service_id": service.id, "name": name, "release_date": day}
            )
            for key, (service, name, day) in versions.items()
        }

    @classmethod
    def _create_installations(cls):
        cls.production, cls.production_odisha = cls.env["digit.environment"].create(
            [
                {"name": "Production", "deployment_id": deployment.id, "hosting": "aws"}
                for deployment in (cls.deployment, cls.deployment_odisha)
            ]
        )
        cls._install(cls.production, "billing_2", "workflow_1")
        cls._install(cls.production_odisha, "billing_3")

    @classmethod
    def _install(cls, environment, *keys):
        return cls.env["digit.installation"].create(
            [
                {"environment_id": environment.id, "version_id": cls.versions[key].id}
                for key in keys
            ]
        )

    @classmethod
    def _create_releases(cls):
        cls.release = cls._create_release(
            "DIGIT 3", "published", "2024-06-03", ("billing_3", "workflow_3")
        )
        cls.planned = cls._create_release(
            "DIGIT 4", "planned", "2099-02-01", ("workflow_planned",)
        )
        cls.foreign = cls._create_release(
            "Works 1", "published", "2023-02-01", ("estimates_1",), cls.product_works
        )

    @classmethod
    def _create_release(cls, name, state, day, keys, product=None):
        release = cls.env["digit.release"].create(
            {
                "name": name,
                "state": state,
                "release_date": day,
                "product_id": (product or cls.product).id,
                "summary": f"Summary of {name}",
                "notes": f"<p>Notes of {name}</p>",
                "line_ids": [
                    Command.create({"version_id": cls.versions[key].id}) for key in keys
                ],
            }
        )
        release.script_ids = cls.env["ir.attachment"].create(
            {
                "name": f"{name}.sql",
                "raw": f"-- script of {name}".encode(),
                "res_model": "digit.release",
                "res_id": release.id,
            }
        )
        return release

    def _get(self, url):
        return self.url_open(url, allow_redirects=False)

    def _get_page(self, url):
        response = self._get(url)
        self.assertEqual(response.status_code, 200, url)
        return html.fromstring(response.text)

    def _get_texts(self, page, name):
        """What stands in the elements of this name, with single spaces."""
        return [
            " ".join(element.text_content().split())
            for element in page.xpath(f"//*[@name='{name}']")
        ]
