# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "DIGIT Support Demo",
    "summary": "A support team's week, to try DIGIT Support with",
    "version": "19.0.1.0.0",
    "license": "AGPL-3",
    "category": "After-Sales",
    "author": "DIGIT Support contributors",
    "website": "https://www.digit.org",
    "depends": ["digit_sla"],
    "data": [
        "data/res_partner_data.xml",
        "data/res_users_data.xml",
        "data/digit_deployment_data.xml",
        "data/digit_escalation_data.xml",
    ],
    "post_init_hook": "post_init_hook",
    "development_status": "Beta",
}
