from .tools.player import Player
from .tools.week import WEEK

COMPANY_NAME = "eGov Foundation Support"
MAIL_DOMAIN = "support.example.com"
# What Odoo calls a company that nobody has named yet.
UNNAMED = ("My Company", "YourCompany")


def post_init_hook(env):
    """Play the week, in a house that has a name and addresses."""
    name_company(env)
    give_addresses(env)
    Player(env).play(WEEK)


def name_company(env):
    """Give the company a name and a zone, unless somebody has."""
    company = env.ref("base.main_company")
    if company.name in UNNAMED:
        company.write(
            {"name": COMPANY_NAME, "email": f"help@{MAIL_DOMAIN}", "phone": False}
        )
        company.partner_id.tz = "Asia/Kolkata"


def give_addresses(env):
    """Give each team an address, unless the database has a mail domain."""
    if not env["mail.alias.domain"].search_count([], limit=1):
        env["mail.alias.domain"].create({"name": MAIL_DOMAIN})
