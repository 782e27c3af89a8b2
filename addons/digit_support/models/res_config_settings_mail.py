from odoo import fields, models

from ..tools import settings


class ResConfigSettings(models.TransientModel):
    # the settings of mail apart from those of versions
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "res.config.settings"

    digit_mail_authserv_id = fields.Char(
        string="Name of Our Mail Server",
        config_parameter=settings.AUTHSERV_ID,
        help="The first word of the Authentication-Results header that the server "
        "which receives our mail writes. The server has to remove such headers that "
        "came with a mail. While this is empty, no mail from one of us is believed: "
        "each is held for a decision.",
    )
    digit_mails_a_day = fields.Integer(
        string="Mails of One Sender a Day",
        config_parameter=settings.MAILS_A_DAY,
        default=settings.DEFAULTS[settings.MAILS_A_DAY],
        help="Further mails are held. Addresses on Odoo's list of allowed senders, and "
        "colleagues whom our mail server confirms, are not limited.",
    )
    digit_acknowledgements_a_day = fields.Integer(
        string="Acknowledgements to One Sender a Day",
        config_parameter=settings.ACKNOWLEDGEMENTS_A_DAY,
        default=settings.DEFAULTS[settings.ACKNOWLEDGEMENTS_A_DAY],
        help="For tickets that come by mail. One is enough to break the loop of two "
        "machines that answer each other.",
    )
    digit_acknowledgements_an_hour = fields.Integer(
        string="Acknowledgements to Unconfirmed Senders an Hour",
        config_parameter=settings.ACKNOWLEDGEMENTS_AN_HOUR,
        default=settings.DEFAULTS[settings.ACKNOWLEDGEMENTS_AN_HOUR],
        help="To all of them together, so that nobody makes us flood others by forging "
        "their addresses.",
    )
    digit_forms_a_minute = fields.Integer(
        string="Tickets of One Portal User a Minute",
        config_parameter=settings.FORMS_A_MINUTE,
        default=settings.DEFAULTS[settings.FORMS_A_MINUTE],
        help="By the form of the portal.",
    )
    digit_invitations_a_day = fields.Integer(
        string="Invitations of One Contact Person a Day",
        config_parameter=settings.INVITATIONS_A_DAY,
        default=settings.DEFAULTS[settings.INVITATIONS_A_DAY],
        help="Colleagues who are invited to the portal, or invited again.",
    )
    digit_reopen_days = fields.Integer(
        string="Days to Reopen",
        config_parameter=settings.REOPEN_DAYS,
        default=settings.DEFAULTS[settings.REOPEN_DAYS],
        help="So long after closing, an answer reopens the ticket. A later one by mail "
        "opens a new ticket that continues it.",
    )
    digit_held_days = fields.Integer(
        string="Days to Keep Discarded Mail",
        config_parameter=settings.HELD_DAYS,
        default=settings.DEFAULTS[settings.HELD_DAYS],
        help="Then it is deleted.",
    )
