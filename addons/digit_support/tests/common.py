from odoo.fields import Command

from odoo.addons.base.tests.common import BaseCommon

from .common_caches import keep_caches


class DigitSupportCommon(BaseCommon):
    """A small world: one programme, two States, one partner, one user per role.

    Punjab and Odisha are clients of the programme; Tek runs both deployments. Asha
    and Balbir work for Punjab (Asha is its contact person), Chitra for Odisha (its
    contact person), Tejas is Tek's contact person.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # BaseCommon switches mail off; what we test is mail, too
        cls.env = cls.env(context={"no_reset_password": True})
        cls._create_programme()
        cls._create_organisations()
        cls._create_users()
        keep_caches(cls)

    @classmethod
    def _create_programme(cls):
        axis = {"high": 10, "low": 20}
        cls.impacts, cls.urgencies = (
            {
                name: cls.env[model].create({"name": name, "sequence": sequence})
                for name, sequence in axis.items()
            }
            for model in ("digit.impact", "digit.urgency")
        )
        cls.scheme = cls.env["digit.severity.scheme"].create(
            {
                "name": "Scheme",
                "impact_ids": [Command.set([i.id for i in cls.impacts.values()])],
                "urgency_ids": [Command.set([u.id for u in cls.urgencies.values()])],
                "default_impact_id": cls.impacts["low"].id,
                "default_urgency_id": cls.urgencies["low"].id,
            }
        )
        cls.p1, cls.p2, cls.p3 = cls.env["digit.severity"].create(
            [
                {
                    "scheme_id": cls.scheme.id,
                    "sequence": 10 * number,
                    "code": f"P{number}",
                    "name": name,
                    "priority": str(4 - number),
                }
                for number, name in enumerate(("Halted", "Slowed", "Unaffected"), 1)
            ]
        )
        cells = {
            ("high", "high"): cls.p1,
            ("high", "low"): cls.p2,
            ("low", "high"): cls.p2,
            ("low", "low"): cls.p3,
        }
        for rule in cls.scheme.rule_ids:
            rule.severity_id = cells[rule.impact_id.name, rule.urgency_id.name]
        cls.programme = cls.env["digit.programme"].create(
            {"name": "Urban", "scheme_id": cls.scheme.id}
        )
        cls.team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Urban Support",
                "programme_id": cls.programme.id,
                "alias_name": "urban-support",
            }
        )

    @classmethod
    def _create_organisations(cls):
        cls.punjab, cls.odisha, cls.tek, cls.stranger = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "organisation_type": kind}
                for name, kind in (
                    ("Punjab", "client"),
                    ("Odisha", "client"),
                    ("Tek", "implementation_partner"),
                    ("Stranger", False),
                )
            ]
        )
        cls.deployment, cls.deployment_odisha = cls.env["digit.deployment"].create(
            [
                {
                    "client_id": client.id,
                    "implementer_id": cls.tek.id,
                    "programme_id": cls.programme.id,
                }
                for client in (cls.punjab, cls.odisha)
            ]
        )

    @classmethod
    def _create_users(cls):
        inside = [
            {
                "login": f"digit_{role}",
                "group": role,
                "email": f"{role}@egov.example.com",
            }
            for role in ("l1", "l2", "l3", "operations", "admin")
        ]
        outside = [
            {
                "login": name,
                "group": f"partner_{role}",
                "name": name.title(),
                "email": f"{name}@{organisation.name.lower()}.example.com",
                "parent_id": organisation.id,
            }
            for name, organisation, role in (
                ("asha", cls.punjab, "contact"),
                ("balbir", cls.punjab, "member"),
                ("chitra", cls.odisha, "contact"),
                ("tejas", cls.tek, "contact"),
            )
        ]
        users = cls._create_test_users([*inside, *outside])
        for values, user in zip([*inside, *outside], users, strict=True):
            setattr(cls, values["login"].replace("digit_", "user_"), user)
        cls.team.user_ids = cls.user_l1 | cls.user_l2 | cls.user_l3

    @classmethod
    def _create_test_users(cls, values_list):
        """Users as of ``new_test_user``, at once: one by one they take a second.

        :param values_list: their values; ``group`` is the end of a group's id
        """
        return cls.env["res.users"].create(
            [
                {
                    "name": values["login"],
                    "password": values["login"].ljust(8, "x"),
                    "group_ids": [Command.set(cls._get_group(values["group"]).ids)],
                    **{name: values[name] for name in values if name != "group"},
                }
                for values in values_list
            ]
        )

    @classmethod
    def _get_group(cls, role):
        return cls.env.ref(f"digit_support.digit_support_group_{role}")

    @classmethod
    def _create_ticket(cls, reporter=None, **vals):
        """A ticket reported by the user ``reporter`` (Asha unless told)."""
        partner = (reporter or cls.asha).partner_id
        return cls.env["helpdesk.ticket"].create(
            {
                "name": "Payments fail",
                "description": "Citizens cannot pay.",
                "partner_id": partner.id,
                "partner_name": partner.name,
                "partner_email": partner.email,
                "user_id": False,
                **vals,
            }
        )

    @classmethod
    def _flush_tracking(cls):
        """Do now what waits for the end of the transaction: the tracked changes."""
        cls.env.flush_all()
        cls.env.cr.precommit.run()
