"""The mail queue and the fetching of mail run each minute, as on a new database."""

from odoo import SUPERUSER_ID, api

# what Odoo gave them; another interval is an administrator's
JOBS = {
    "mail.ir_cron_mail_scheduler_action": (1, "hours"),
    "mail.ir_cron_mail_gateway_action": (5, "minutes"),
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for xmlid, interval in JOBS.items():
        job = env.ref(xmlid, raise_if_not_found=False)
        if job and (job.interval_number, job.interval_type) == interval:
            job.write({"interval_number": 1, "interval_type": "minutes"})
            job._trigger()
