import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import email_normalize

from .digit_api_key import SCOPE

# Numbers are the same when they end alike: with and without the country's code.
PHONE_DIGITS = 9
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class DigitApiClient(models.Model):
    """An app that reports tickets by the API, with what it may do."""

    _name = "digit.api.client"
    _description = "API Client"
    _inherit = ["mail.thread"]
    _order = "name, id"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(
        default=True, tracking=True, help="An archived app is refused, with its keys."
    )
    programme_id = fields.Many2one(
        "digit.programme",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        help="What the app reports belongs to this programme.",
    )
    deployment_ids = fields.Many2many(
        "digit.deployment",
        string="Deployments",
        domain="[('programme_id', '=', programme_id)]",
        help="The app may report for these, and only contacts of their organisations "
        "are taken for the reporter. Without any, a ticket has the programme only.",
    )
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        index="btree_not_null",
        ondelete="set null",
        domain="[('programme_id', 'in', (programme_id, False))]",
        help="Takes what the app reports; the programme's own way if empty.",
    )
    channel_id = fields.Many2one(
        "helpdesk.ticket.channel",
        ondelete="set null",
        default=lambda self: self._default_channel_id(),
    )
    minute_limit = fields.Integer(
        string="Calls a Minute",
        default=120,
        required=True,
        tracking=True,
        help="Of all devices with this app together.",
    )
    day_limit = fields.Integer(
        string="Tickets a Day",
        default=5000,
        required=True,
        tracking=True,
        help="New tickets within 24 hours.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Works as",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="A user of its own, in no group and without a password.",
    )
    key_ids = fields.Many2many(
        "digit.api.key", string="Keys", compute="_compute_key_ids", compute_sudo=True
    )
    call_ids = fields.One2many("digit.api.call", "client_id", string="Calls")
    last_call_date = fields.Datetime(
        string="Last Call",
        compute="_compute_last_call_date",
        help="The calls of the last 30 days are kept.",
    )
    ticket_count = fields.Integer(compute="_compute_ticket_count")

    _minute_limit_positive = models.Constraint(
        "CHECK (minute_limit > 0)", "The number of calls a minute must be positive."
    )
    _day_limit_positive = models.Constraint(
        "CHECK (day_limit > 0)", "The number of tickets a day must be positive."
    )
    _user_unique = models.UniqueIndex("(user_id)", "Two apps cannot share a user.")

    @api.model
    def _default_channel_id(self):
        return self.env.ref(
            "digit_support.helpdesk_ticket_channel_app", raise_if_not_found=False
        )

    @api.depends("user_id")
    def _compute_key_ids(self):
        keys = self.env["digit.api.key"].search([("user_id", "in", self.user_id.ids)])
        by_user = keys.grouped("user_id")
        for client in self:
            client.key_ids = by_user.get(client.user_id, keys.browse())

    def _compute_last_call_date(self):
        groups = self.env["digit.api.call"]._read_group(
            [("client_id", "in", self.ids)], ["client_id"], ["call_date:max"]
        )
        last = dict(groups)
        for client in self:
            client.last_call_date = last.get(client._origin, False)

    def _compute_ticket_count(self):
        groups = self.env["digit.api.receipt"]._read_group(
            [("client_id", "in", self.ids)], ["client_id"], ["__count"]
        )
        counts = dict(groups)
        for client in self:
            client.ticket_count = counts.get(client._origin, 0)

    @api.model_create_multi
    def create(self, vals_list):
        clients = super().create(vals_list)
        for client in clients:
            # sudo: who sets up the support operation need not be allowed to add users
            client.user_id = client.sudo()._create_user()
        return clients

    def write(self, vals):
        result = super().write(vals)
        if "name" in vals:
            self.sudo().user_id.name = vals["name"]  # as above
        return result

    def _create_user(self):
        """Whom the app's tickets are made by: nobody who may do anything."""
        users = self.env["res.users"].with_context(no_reset_password=True)
        return users.create(
            {
                "name": self.name,
                "login": f"digit-api-{uuid.uuid4().hex}",
                "group_ids": [Command.clear()],
            }
        )

    # ---------------------------------------------------
    # Keys
    # ---------------------------------------------------

    @api.model
    def _get_by_user(self, users):
        return self.with_context(active_test=False).search(
            [("user_id", "in", users.ids)]
        )

    @api.model
    def _get_by_key(self, key):
        """The app with this key, switched off or not; may be empty."""
        user_id = self.env["digit.api.key"]._check_credentials(scope=SCOPE, key=key)
        return self._get_by_user(self.env["res.users"].browse(user_id or ()))

    def _make_key(self, name, expiration_date):
        """:return: the key, which cannot be had again"""
        self.ensure_one()
        self.check_access("write")
        self.message_post(body=self.env._("Key “%(key)s” was made.", key=name))
        # sudo: the key is the app's user's, who may not make one
        keys = self.env["digit.api.key"].with_user(self.user_id.sudo()).sudo()
        return keys._generate(SCOPE, name, expiration_date)

    # ---------------------------------------------------
    # Limits
    # ---------------------------------------------------

    def _get_seconds_to_wait(self):
        """Until the next call may come; 0 when it may now."""
        self.ensure_one()
        calls = self.env["digit.api.call"]
        return self._get_seconds_of(calls, "call_date", MINUTE, self.minute_limit)

    def _get_seconds_to_wait_for_ticket(self):
        """Until the next ticket may be made; 0 when it may now."""
        self.ensure_one()
        receipts = self.env["digit.api.receipt"]
        return self._get_seconds_of(receipts, "create_date", DAY, self.day_limit)

    def _get_seconds_of(self, records, field, window, limit):
        """Until fewer than ``limit`` of the app's ``records`` are in the window."""
        now = fields.Datetime.now()
        domain = Domain("client_id", "=", self.id) & Domain(field, ">", now - window)
        last = records.search(domain, order=f"{field} desc", offset=limit - 1, limit=1)
        if not last:
            return 0
        return max(1, int((last[field] + window - now).total_seconds()) + 1)

    # ---------------------------------------------------
    # Reporters
    # ---------------------------------------------------

    def _find_reporter(self, email=None, phone=None):
        """The contact with this address or, else, number; empty unless exactly one.

        Only of the organisations of the app's deployments.
        """
        self.ensure_one()
        organisations = (
            self.deployment_ids.client_id | self.deployment_ids.implementer_id
        )
        partners = self.env["res.partner"]
        if not organisations:
            return partners
        domain = Domain("id", "child_of", organisations.ids)
        normalized = email_normalize(email)
        if normalized:
            found = partners.search(
                domain & Domain("email_normalized", "=", normalized), limit=2
            )
            if found:
                return found if len(found) == 1 else partners
        return self._find_by_phone(domain, phone)

    @api.model
    def _find_by_phone(self, domain, phone):
        partners = self.env["res.partner"]
        sought = get_last_digits(phone)
        if len(sought) < PHONE_DIGITS:
            return partners
        found = partners.search(domain & Domain("phone", "!=", False)).filtered(
            lambda partner: get_last_digits(partner.phone) == sought
        )
        return found if len(found) == 1 else partners

    # ---------------------------------------------------
    # Screens
    # ---------------------------------------------------

    def action_create_key(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "digit.api.key.create",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Create a Key"),
            "context": {"default_client_id": self.id},
        }

    def action_open_tickets(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "helpdesk_mgmt.helpdesk_ticket_action"
        )
        action["domain"] = [("create_uid", "=", self.user_id.id)]
        action["context"] = {}
        return action

    def action_open_calls(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "digit_support.digit_api_call_action"
        )
        action["domain"] = [("client_id", "=", self.id)]
        return action


def get_last_digits(phone):
    """What two ways of writing a telephone number have in common."""
    return "".join(filter(str.isdigit, phone or ""))[-PHONE_DIGITS:]
