"""Give what was there before the fields that came with routing and resolution."""

from odoo import SUPERUSER_ID, api

OUTCOMES = {
    "helpdesk_mgmt.helpdesk_ticket_stage_done": "resolved",
    "helpdesk_mgmt.helpdesk_ticket_stage_cancelled": "cancelled",
    "helpdesk_mgmt.helpdesk_ticket_stage_rejected": "cancelled",
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for xmlid, outcome in OUTCOMES.items():
        # an administrator may have deleted the stage, or decided already
        stage = env.ref(xmlid, raise_if_not_found=False)
        if stage and not stage.outcome:
            stage.outcome = outcome
