from odoo.fields import Domain
from odoo.tests import tagged

from .common_level import LevelCommon


@tagged("post_install", "-at_install")
class TestFollowers(LevelCommon):
    """Tickets are searched by who follows them: a rule lets followers read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.followed = cls._create_ticket(level_id=cls.l2.id)
        cls.other = cls._create_ticket(level_id=cls.l2.id)
        cls.follower = cls.user_l1.partner_id
        cls.followed.message_subscribe(cls.follower.ids)

    def _search(self, domain, user=None):
        tickets = self.env["helpdesk.ticket"].with_user(user or self.env.user)
        within = Domain("id", "in", (self.followed | self.other).ids)
        return tickets.search(within & Domain(domain))

    def test_a_follower_finds_and_reads_what_another_team_has(self):
        self.assertEqual(self._search([], self.user_l1), self.followed)
        self.env.invalidate_all()
        self.assertTrue(self.followed.with_user(self.user_l1).name)
        self.assertFalse(self.other.with_user(self.user_l1).has_access("read"))

    def test_who_follows_no_more_finds_it_no_more(self):
        self.followed.message_unsubscribe(self.follower.ids)
        self.assertFalse(self._search([], self.user_l1))

    def test_a_follower_of_another_record_with_the_same_number_finds_nothing(self):
        self.env["mail.followers"].create(
            {
                "res_model": "helpdesk.ticket.team",
                "res_id": self.other.id,
                "partner_id": self.follower.id,
            }
        )
        self.assertEqual(self._search([], self.user_l1), self.followed)

    def test_all_ways_to_ask_who_follows_agree(self):
        for domain, expected in (
            ([("message_partner_ids", "=", self.follower.id)], self.followed),
            ([("message_partner_ids", "in", self.follower.ids)], self.followed),
            ([("message_partner_ids", "not in", self.follower.ids)], self.other),
            ([("message_partner_ids", "ilike", self.follower.name)], self.followed),
            (
                [("message_partner_ids", "any", [("id", "=", self.follower.id)])],
                self.followed,
            ),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(self._search(domain), expected)
