from odoo import api, fields, models
from odoo.fields import Command, Domain


class DigitProgramme(models.Model):
    """The daily triage: which party has which open tickets (S4, question 11)."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.programme"

    triage_user_ids = fields.Many2many(
        "res.users",
        "digit_programme_triage_user_rel",
        string="Daily Triage List to",
        domain=[("share", "=", False)],
        help="Who gets each morning a mail with the open tickets of each party.",
    )

    @api.private
    def get_triage_list(self):
        """The open tickets of this programme by the party that has them.

        :return: a list of (level or team name, tickets), the most urgent first
        """
        self.ensure_one()
        tickets = self.env["helpdesk.ticket"].search(
            Domain("programme_id", "=", self.id)
            & Domain("stage_id.closed", "=", False),
            order="priority desc, id",
        )
        parties = tickets.grouped(lambda ticket: (ticket.level_id, ticket.team_id))
        return [
            (level.name or team.name or self.env._("Nobody"), own)
            for (level, team), own in sorted(
                parties.items(), key=lambda item: item[0][0].sequence
            )
        ]

    @api.model
    def _cron_send_triage_lists(self):
        for programme in self.search([("triage_user_ids", "!=", False)]):
            if programme.get_triage_list():
                programme._send_triage_list()
            self.env["ir.cron"]._commit_progress(1)

    def _send_triage_list(self):
        """To each in their language."""
        self.ensure_one()
        template = self.env.ref("digit_support.mail_template_triage_list")
        for lang, users in self.triage_user_ids.grouped("lang").items():
            template.with_context(lang=lang).send_mail(
                self.id,
                email_values={"recipient_ids": [Command.set(users.partner_id.ids)]},
            )
