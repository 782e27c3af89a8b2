# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "DIGIT SLA",
    "summary": "Business-hour SLA clocks with a ledger for DIGIT Support",
    "version": "19.0.1.0.0",
    "license": "AGPL-3",
    "category": "After-Sales",
    "author": "DIGIT Support contributors",
    "website": "https://www.digit.org",
    "depends": ["digit_support", "resource"],
    "excludes": ["helpdesk_mgmt_sla"],
    "data": [
        "security/ir.model.access.csv",
        "data/ir_cron_data.xml",
        "data/resource_calendar_data.xml",
        "data/resource_calendar_leaves_data.xml",
        "data/digit_sla_policy_data.xml",
        "views/digit_sla_policy_views.xml",
        "views/digit_sla_clock_views.xml",
        "views/digit_programme_views.xml",
        "views/helpdesk_ticket_views.xml",
        "views/digit_sla_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["digit_sla/static/src/backend/**/*"],
        "web.assets_unit_tests": ["digit_sla/static/tests/**/*.test.js"],
    },
    "development_status": "Beta",
}
