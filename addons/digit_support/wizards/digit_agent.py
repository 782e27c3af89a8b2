from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import format_list

from ..models.res_users import SUPPORT_ROLES, get_role_group


class DigitAgent(models.TransientModel):
    """Creates, changes and archives the people of the helpdesk (S4).

    An operations manager does so without being an administrator: it acts with more
    rights than its user has, so only on people who have no more rights than the user,
    and only on the fields below.
    """

    _name = "digit.agent"
    _description = "Helpdesk User"

    user_id = fields.Many2one("res.users", ondelete="cascade")
    is_own = fields.Boolean(compute="_compute_is_own")
    is_active = fields.Boolean(related="user_id.active", string="Active")
    name = fields.Char(
        compute="_compute_known", store=True, precompute=True, readonly=False
    )
    email = fields.Char(
        string="E-mail and Login",
        compute="_compute_known",
        store=True,
        precompute=True,
        readonly=False,
        help="The invitation goes there.",
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        compute="_compute_known",
        store=True,
        precompute=True,
        readonly=False,
    )
    tz = fields.Selection(
        selection=lambda self: (
            self.env["res.partner"]._fields["tz"]._description_selection(self.env)
        ),
        string="Time Zone",
        compute="_compute_known",
        store=True,
        precompute=True,
        readonly=False,
    )
    role = fields.Selection(
        selection=lambda self: self._get_roles(),
        compute="_compute_known",
        store=True,
        precompute=True,
        readonly=False,
    )
    team_ids = fields.Many2many(
        "helpdesk.ticket.team",
        string="Teams",
        compute="_compute_known",
        store=True,
        precompute=True,
        readonly=False,
        help="Whose tickets they work on.",
    )

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for agent in self:
            agent.is_own = agent.user_id == self.env.user

    @api.depends("user_id")
    def _compute_known(self):
        for agent in self:
            user = agent.user_id
            agent.name = user.name
            agent.email = user.login
            agent.lang = user.lang or self.env.lang
            agent.tz = user.tz or self.env.user.tz
            agent.role = user.support_role if user else SUPPORT_ROLES[0]
            agent.team_ids = user.helpdesk_team_ids

    @api.model
    def _get_roles(self):
        """The roles that the user may give: none with more rights than their own."""
        own = self.env.user.all_group_ids
        labels = self.env["res.users"]._fields["support_role"]
        labels = dict(labels._description_selection(self.env))
        return [
            (role, labels[role])
            for role in SUPPORT_ROLES
            if get_role_group(self.env, role).all_implied_ids <= own
        ]

    def action_save(self):
        """Change the person, or invite a new one by mail."""
        self.ensure_one()
        user = self._get_user()
        vals = self._prepare_user_vals()
        if user:
            user.write(vals)
        else:
            user = self._invite({**vals, "email": self.email})
        user.partner_id.message_post(
            body=self.env._(
                "Helpdesk user, changed by %(who)s: %(role)s",
                who=self.env.user.name,
                role=dict(self._get_roles())[self.role],
            ),
            author_id=self.env.user.partner_id.id,
        )
        return {"type": "ir.actions.act_window_close"}

    def action_archive_agent(self):
        """End their login; what they had open waits for somebody of its team."""
        user = self._get_user()
        if not user or user == self.env.user:
            raise UserError(self.env._("You cannot archive yourself."))
        user.active = False
        user.env["helpdesk.ticket"].search(
            [("user_id", "=", user.id), ("stage_id.closed", "=", False)]
        ).user_id = False
        return {"type": "ir.actions.act_window_close"}

    def action_restore_agent(self):
        self._get_user().active = True
        return {"type": "ir.actions.act_window_close"}

    def action_send_invitation(self):
        """Let them choose a new password, by a mail to them."""
        self._get_user().action_reset_password()
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _get_users(self):
        # sudo: see the class; without a context, whose defaults would be set as well
        return self.env(su=True, context={})["res.users"]

    def _get_user(self):
        """The person, with the right to change them; empty for a new one.

        :raises AccessError: when the user may not change this person
        """
        self.ensure_one()
        if not self.env.user.has_group("digit_support.digit_support_group_operations"):
            raise AccessError(self.env._("Only an operations manager does this."))
        user = self._get_users().browse(self.user_id.id or [])
        if user and not user._is_managed_by(self.env.user):
            raise AccessError(
                self.env._(
                    "%(name)s has more rights than you, or none in this helpdesk. An "
                    "administrator changes such a user.",
                    name=user.name,
                )
            )
        return user

    def _prepare_user_vals(self):
        """Values of the user, from what the user of this window may decide."""
        self.ensure_one()
        self._check_complete()
        vals = {
            "name": self.name,
            "login": self.email,
            "lang": self.lang,
            "tz": self.tz,
            "helpdesk_team_ids": [Command.set(self._get_teams().ids)],
        }
        if self.user_id.login != self.email:
            vals["email"] = self.email
        if not self.is_own:
            vals["group_ids"] = self._prepare_group_commands()
        return vals

    def _check_complete(self):
        missing = [
            self._fields[name]._description_string(self.env)
            for name in ("name", "email", "role")
            if not self[name]
        ]
        if missing:
            raise UserError(
                self.env._("Please fill in: %s", format_list(self.env, missing))
            )
        if self.role not in dict(self._get_roles()):
            raise AccessError(self.env._("You may not give this role."))
        others = self.env["res.users"].sudo().with_context(active_test=False)  # of all
        if others.search([("login", "=", self.email), ("id", "!=", self.user_id.id)]):
            raise UserError(self.env._("Somebody logs in with %s already.", self.email))

    def _get_teams(self):
        """The chosen teams, of those that the user sees."""
        return self.env["helpdesk.ticket.team"].search(
            [("id", "in", self.team_ids.ids)]
        )

    def _prepare_group_commands(self):
        given = get_role_group(self.env, self.role)
        taken = [get_role_group(self.env, role) for role in SUPPORT_ROLES]
        return [
            *(Command.unlink(group.id) for group in taken if group != given),
            Command.link(given.id),
        ]

    def _invite(self, vals):
        company = self.env.company
        return self._get_users().create(
            {
                **vals,
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
            }
        )
