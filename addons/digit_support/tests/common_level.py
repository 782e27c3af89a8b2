from odoo.fields import Command

from .common import DigitSupportCommon


class LevelCommon(DigitSupportCommon):
    """The programme has a partner's level and three of ours; eGov runs the last.

    The user of each role works in the team of the level of the same name.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.user_ids = cls.user_l1
        cls.team_l2, cls.team_l3 = cls.env["helpdesk.ticket.team"].create(
            [
                {"name": name, "programme_id": cls.programme.id, "sequence": 20}
                for name in ("Trainers", "Engineers")
            ]
        )
        cls.team_l2.user_ids = cls.user_l2
        cls.team_l3.user_ids = cls.user_l3
        cls.partner, cls.l1, cls.l2, cls.l3 = cls.env["digit.support.level"].create(
            [
                {
                    "name": name,
                    "programme_id": cls.programme.id,
                    "sequence": sequence,
                    "team_id": team.id,
                    "is_egov": name == "L3",
                }
                for name, sequence, team in (
                    ("Partner", 5, cls.env["helpdesk.ticket.team"]),
                    ("L1", 10, cls.team),
                    ("L2", 20, cls.team_l2),
                    ("L3", 30, cls.team_l3),
                )
            ]
        )
        cls.other_programme = cls.programme.copy({"name": "MUKTASoft"})
        cls.other_team = cls.env["helpdesk.ticket.team"].create(
            {"name": "Helpdesk", "programme_id": cls.other_programme.id}
        )
        cls.other_programme.level_ids = [
            Command.clear(),
            Command.create({"name": "L1", "team_id": cls.other_team.id}),
        ]
        cls.other_l1 = cls.other_programme.level_ids

    def _get_stays(self, ticket):
        ticket.flush_recordset()
        return [(stay.level_id.name, stay.direction) for stay in ticket.level_stay_ids]
