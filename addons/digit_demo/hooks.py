import base64

from odoo import fields
from odoo.tools import file_open

from .tools.player import Player
from .tools.registrar import Registrar
from .tools.week import WEEK

COMPANY_NAME = "eGov Foundation Support"
LOGO = "digit_demo/static/img/logo.png"
MAIL_DOMAIN = "support.example.com"
# What Odoo calls a company that nobody has named yet.
UNNAMED = ("My Company", "YourCompany")


def post_init_hook(env):
    """Write the registry and play the week, in a house that has a name."""
    name_company(env)
    give_addresses(env)
    silence_robot(env)
    Registrar(env, fields.Date.today()).register()
    Player(env).play(WEEK)


def name_company(env):
    """Give the company a name, a logo and a zone, unless it has a name."""
    company = env.ref("base.main_company")
    if company.name in UNNAMED:
        with file_open(LOGO, "rb") as logo:
            company.write(
                {
                    "name": COMPANY_NAME,
                    "logo": base64.b64encode(logo.read()),
                    "email": f"help@{MAIL_DOMAIN}",
                }
            )
        company.partner_id.tz = "Asia/Kolkata"
        if "iap_enrich_auto_done" in company._fields:
            # there is nothing to be found out about an invented address
            company.iap_enrich_auto_done = True


def give_addresses(env):
    """Give each team an address, unless the database has a mail domain."""
    if not env["mail.alias.domain"].search_count([], limit=1):
        env["mail.alias.domain"].create({"name": MAIL_DOMAIN})


def silence_robot(env):
    """Spare the demo's persons the tour of OdooBot, where there is one."""
    names = env["ir.model.data"].search(
        [("module", "=", "digit_demo"), ("model", "=", "res.users")]
    )
    users = env["res.users"].browse(names.mapped("res_id"))
    if "odoobot_state" in users._fields:
        users.write({"odoobot_state": "disabled"})
