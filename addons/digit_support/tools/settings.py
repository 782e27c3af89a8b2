"""The numbers that an administrator may change, and what they are until then."""

AUTHSERV_ID = "digit_support.mail_authserv_id"
MAILS_A_DAY = "digit_support.mails_a_day"
ACKNOWLEDGEMENTS_A_DAY = "digit_support.acknowledgements_a_day"
ACKNOWLEDGEMENTS_AN_HOUR = "digit_support.acknowledgements_an_hour"
FORMS_A_MINUTE = "digit_support.forms_a_minute"
INVITATIONS_A_DAY = "digit_support.invitations_a_day"
REOPEN_DAYS = "digit_support.reopen_days"
HELD_DAYS = "digit_support.held_days"

DEFAULTS = {
    MAILS_A_DAY: 40,
    ACKNOWLEDGEMENTS_A_DAY: 1,
    ACKNOWLEDGEMENTS_AN_HOUR: 200,
    FORMS_A_MINUTE: 10,
    INVITATIONS_A_DAY: 20,
    REOPEN_DAYS: 30,
    HELD_DAYS: 90,
}


def get_number(env, name):
    """The setting as a whole number; its default while it is none."""
    # sudo: the limits hold for whoever may not read them
    value = env["ir.config_parameter"].sudo().get_param(name, "")
    try:
        return int(value)
    except (TypeError, ValueError):
        return DEFAULTS[name]


def get_text(env, name):
    """The setting as text, perhaps empty."""
    # sudo: as above
    return env["ir.config_parameter"].sudo().get_param(name) or ""
