import heapq
from itertools import cycle, islice

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_split, ormcache


class HelpdeskTicketTeam(models.Model):
    # the stages of each, and in the rules the teams whose tickets somebody sees
    _name = "helpdesk.ticket.team"
    _inherit = ["helpdesk.ticket.team", "digit.cached"]

    _cached_fields = frozenset({"user_ids", "company_id"})

    programme_id = fields.Many2one(
        "digit.programme",
        index="btree_not_null",
        ondelete="restrict",
        help="The programme of tickets that reach this team from somebody whose "
        "deployment is not known.",
    )
    assign_method = fields.Selection(
        [
            ("manual", "Nobody: members take tickets themselves"),
            ("fewest_open", "The member with the fewest open tickets"),
            ("round_robin", "Each member in turn"),
        ],
        string="New Tickets Go to",
        default="manual",
        required=True,
    )

    held_mail_count = fields.Integer(
        compute="_compute_held_mail_count",
        groups="digit_support.digit_support_group_l2",
        help="Mails to this team, or to none, that wait for a decision.",
    )

    @api.depends_context("uid")
    def _compute_held_mail_count(self):
        groups = self.env["digit.mail.quarantine"]._read_group(
            [("state", "=", "held"), ("team_id", "in", [*self.ids, False])],
            ["team_id"],
            ["__count"],
        )
        counts = dict(groups)
        nobody = counts.get(self.browse(), 0)
        for team in self:
            team.held_mail_count = counts.get(team, 0) + nobody

    def _get_applicable_stages(self):
        """Kept, as each new ticket asks for them."""
        return self.env["helpdesk.ticket.stage"].browse(self._get_stage_ids())

    @ormcache(
        "self.id",
        "self.env.uid",
        "self.env.su",
        "tuple(self.env.companies.ids)",
        "self.env.context.get('active_test', True)",
    )
    def _get_stage_ids(self):
        # what is kept is what the base finds
        # pylint: disable-next=super-method-mismatch
        return super()._get_applicable_stages().ids

    def _get_next_assignees(self, count):
        """Who gets the next ``count`` tickets of this team, in that order.

        :return: a list of users; empty when its members take tickets themselves
        """
        if not self or self.assign_method == "manual":
            return []
        members = self.user_ids.filtered(lambda user: user.active and not user.share)
        if not members:
            return []
        if self.assign_method == "round_robin":
            return list(islice(cycle(self._get_in_turn(members)), count))
        return self._get_least_loaded(members, count)

    def _get_in_turn(self, members):
        """``members``, who waited longest for a ticket of this team first."""
        last = dict(
            self.env["helpdesk.ticket"]
            .sudo()  # of all members
            ._read_group(
                Domain("team_id", "=", self.id) & Domain("user_id", "in", members.ids),
                ["user_id"],
                ["assigned_date:max"],
            )
        )
        return members.sorted(
            lambda user: (bool(last.get(user)), last.get(user) or 0, user.id)
        )

    def _get_least_loaded(self, members, count):
        open_counts = dict(
            self.env["helpdesk.ticket"]
            .sudo()  # of all teams
            ._read_group(
                Domain("user_id", "in", members.ids)
                & Domain("stage_id.closed", "=", False),
                ["user_id"],
                ["__count"],
            )
        )
        heap = [(open_counts.get(user, 0), user.id) for user in members]
        heapq.heapify(heap)
        chosen = []
        for _number in range(count):
            load, user_id = heap[0]
            heapq.heapreplace(heap, (load + 1, user_id))
            chosen.append(members.browse(user_id))
        return chosen

    # ---------------------------------------------------
    # Answers
    # ---------------------------------------------------

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """As the base does, which looks for a team's address at each message."""
        if not self:
            return super()._notify_get_reply_to_batch(defaults, author_ids)
        return {
            team.id: self._notify_get_reply_to_formatted_email(
                address, author_id=(author_ids or {}).get(team.id)
            )
            if address
            else (defaults or {}).get(team.id, False)
            for team, address in ((team, team._get_reply_address()) for team in self)
        }

    @ormcache("self.id", "self.env.company.id")
    def _get_reply_address(self):
        """Where answers about this team's tickets go; False when nowhere."""
        # pylint: disable-next=super-method-mismatch
        found = super()._notify_get_reply_to_batch()[self.id]
        return found and email_split(found)[0]
