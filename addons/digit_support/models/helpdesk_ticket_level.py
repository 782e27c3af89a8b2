from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HelpdeskTicket(models.Model):
    """The support level that has the ticket, and those that had it."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    level_id = fields.Many2one(
        "digit.support.level",
        string="Support Level",
        compute="_compute_level_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('programme_id', '=', programme_id)]",
        help="Who works on the ticket now. It changes with the team, and the team "
        "with it.",
    )
    level_stay_ids = fields.One2many(
        "digit.level.stay",
        "ticket_id",
        string="Level History",
        readonly=True,
        copy=False,
        groups="helpdesk_mgmt.group_helpdesk_user_own",
    )
    level_date = fields.Datetime(
        string="At This Level Since",
        default=fields.Datetime.now,
        readonly=True,
        copy=False,
    )
    egov_date = fields.Datetime(
        string="With eGov Since",
        compute="_compute_egov_date",
        compute_sudo=True,
        groups="base.group_user",
    )
    next_level_id = fields.Many2one(
        "digit.support.level",
        compute="_compute_neighbour_levels",
        groups="base.group_user",
    )
    previous_level_id = fields.Many2one(
        "digit.support.level",
        compute="_compute_neighbour_levels",
        groups="base.group_user",
    )

    @api.constrains("level_id")
    def _check_level_programme(self):
        for ticket in self.filtered("level_id"):
            if ticket.level_id.programme_id != ticket.programme_id:
                raise ValidationError(
                    self.env._(
                        "Support level %(level)s is not one of programme "
                        "%(programme)s.",
                        level=ticket.level_id.name,
                        programme=ticket.programme_id.name or "-",
                    )
                )

    @api.depends("programme_id", "team_id")
    def _compute_level_id(self):
        """The team's level, else the one it has, else the first with a team.

        A level without a team has the ticket until somebody hands it over.
        """
        for ticket in self:
            level, levels = ticket.level_id, ticket.programme_id.level_ids
            is_known = level and level.programme_id == ticket.programme_id
            if is_known and not level.team_id:
                continue
            found = levels._get_for_team(ticket.team_id)
            if not (found or is_known):
                found = levels.filtered("team_id")[:1]
            if level not in found and (found or not is_known):
                ticket.level_id = found[:1]

    @api.depends("level_stay_ids", "level_id.is_egov")
    def _compute_egov_date(self):
        for ticket in self:
            ticket.egov_date = False
            if ticket.level_id.is_egov:
                for stay in reversed(ticket.level_stay_ids):
                    if not stay.level_id.is_egov:
                        break
                    ticket.egov_date = stay.date_from

    @api.depends("level_id", "programme_id")
    def _compute_neighbour_levels(self):
        for ticket in self:
            level = ticket.level_id
            # a ticket from before there were levels is handed to the first one
            ticket.next_level_id = (
                level._get_next() if level else ticket.programme_id.level_ids[:1]
            )
            ticket.previous_level_id = level._get_previous()

    # ---------------------------------------------------
    # Moves
    # ---------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._add_level_team(vals)
        return super().create(vals_list)

    def write(self, vals):
        vals = dict(vals)
        self._add_level_team(vals)
        moved = self.browse()
        if vals.get("team_id") and "level_id" not in vals:
            moved = self.filtered(
                lambda ticket: (
                    ticket.level_id
                    and not ticket.level_id.team_id
                    and ticket.team_id.id != vals["team_id"]
                )
            )
        result = super().write(vals)
        moved._follow_team()
        if "level_id" in vals:
            self._record_levels()
        return result

    def _compute_field_value(self, field):
        # a level also changes because the team or the programme did: no write() tells
        result = super()._compute_field_value(field)
        if field.name == "level_id" and not self.env.context.get("digit_creating"):
            self.filtered("id")._record_levels()
        return result

    @api.model
    def _add_level_team(self, vals):
        """Have the ticket go to the team of its new level, unless ``vals`` has one."""
        if vals.get("level_id") and "team_id" not in vals:
            team = self.env["digit.support.level"].browse(vals["level_id"]).team_id
            if team:
                vals["team_id"] = team.id

    def _follow_team(self):
        """Leave a level without a team for that of the team that got the ticket."""
        for ticket in self:
            level = ticket.programme_id.level_ids._get_for_team(ticket.team_id)[:1]
            if level:
                ticket.level_id = level

    def _record_levels(self):
        """Bring the history of levels to where these tickets are now."""
        now = fields.Datetime.now()
        # sudo: the history is written by what happens, not by a person
        ended = self.env["digit.level.stay"].sudo()
        vals_list = []
        for ticket in self.sudo():
            stay = ticket.level_stay_ids.filtered(lambda stay: not stay.date_to)
            if stay.level_id != ticket.level_id:
                ended |= stay
                if not self.env.context.get("digit_creating"):
                    ticket.level_date = now
                if ticket.level_id:
                    vals_list.append(ticket._prepare_stay_vals(stay))
        if ended:
            ended.date_to = now
            # a ticket has one stay that has not ended
            ended.flush_recordset(["date_to"])
        if vals_list:
            ended.create(vals_list)

    def _prepare_stay_vals(self, last):
        """Values of the stay that begins, after the stay ``last`` if any."""
        self.ensure_one()
        return {
            "ticket_id": self.id,
            "level_id": self.level_id.id,
            "team_id": (self.level_id.team_id or self.team_id).id,
            "user_id": self.env.uid,
            "date_from": self.level_date,
            "direction": last._get_direction(self.level_id),
            "reason": self.env.context.get("digit_level_reason"),
        }

    # ---------------------------------------------------
    # Handing over
    # ---------------------------------------------------

    def action_hand_up(self):
        self.ensure_one()
        return self._open_handover(self.next_level_id, self.env._("Hand Up"))

    def action_hand_back(self):
        self.ensure_one()
        return self._open_handover(self.previous_level_id, self.env._("Hand Back"))

    def _open_handover(self, level, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "digit.level.handover",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id, "default_level_id": level.id},
        }

    def _hand_over(self, level, reason):
        """Move these tickets to ``level``; the history and a note tell ``reason``.

        Who hands over follows from now on, to tell the reporter how it ends (S4).

        :raises AccessError: when the user may not change one of these tickets
        """
        self.check_access("write")
        self.message_subscribe(self.env.user.partner_id.ids)
        # sudo: at the next level it may be none of the user's tickets any more
        tickets = self.sudo().with_context(digit_level_reason=reason)
        tickets.write({"level_id": level.id})
        for ticket in tickets:
            ticket.message_post(
                body=self.env._(
                    "Handed to %(level)s: %(reason)s", level=level.name, reason=reason
                ),
                subtype_xmlid="mail.mt_note",
            )
