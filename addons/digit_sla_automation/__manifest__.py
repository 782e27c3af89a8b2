# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "DIGIT SLA Automation",
    "summary": "Promises and escalations as triggers of automation rules",
    "version": "19.0.1.0.0",
    "license": "AGPL-3",
    "category": "After-Sales",
    "author": "DIGIT Support contributors",
    "website": "https://www.digit.org",
    "depends": ["digit_sla", "base_automation"],
    "data": ["data/ir_cron_data.xml", "data/mail_activity_type_data.xml"],
    "assets": {
        "web.assets_backend": ["digit_sla_automation/static/src/*"],
    },
    "auto_install": True,
    "post_init_hook": "post_init_hook",
    "development_status": "Beta",
}
