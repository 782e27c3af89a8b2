from .tools import link_tokens


def post_load():
    link_tokens.install()


def pre_init_hook(env):
    make_numbers_unique(env)


def make_numbers_unique(env):
    """Where two tickets have one number, the later ones get their id behind it (W8).

    SQL, because the tickets have no model of ours yet.
    """
    env.cr.execute(
        """
        UPDATE helpdesk_ticket AS ticket
           SET number = ticket.number || '-' || ticket.id
         WHERE ticket.number != '/'
           AND EXISTS (
               SELECT FROM helpdesk_ticket AS former
                WHERE former.number = ticket.number AND former.id < ticket.id
           )
        """
    )


def restore_mail_jobs(env):
    """The mail queue and the fetching of mail run as often as Odoo has them run."""
    for name, interval in (
        ("scheduler", {"interval_number": 1, "interval_type": "hours"}),
        ("gateway", {"interval_number": 5, "interval_type": "minutes"}),
    ):
        job = env.ref(f"mail.ir_cron_mail_{name}_action", raise_if_not_found=False)
        if job and (job.interval_number, job.interval_type) == (1, "minutes"):
            job.write(interval)


def uninstall_hook(env):
    """Let go of what tickets and teams hold on to, so that all of ours can leave.

    SQL, because no rule of the tickets may object to it any more.
    """
    restore_mail_jobs(env)
    env.cr.execute(
        """
        UPDATE helpdesk_ticket
           SET deployment_id = NULL, programme_id = NULL, severity_id = NULL,
               matrix_severity_id = NULL,
               impact_id = NULL, urgency_id = NULL, level_id = NULL,
               environment_id = NULL, service_id = NULL, version_id = NULL,
               upgrade_version_id = NULL, upgrade_minimum_id = NULL, fix_id = NULL,
               redirect_partner_id = NULL;
        UPDATE helpdesk_ticket ticket
           SET stage_id = base.res_id
          FROM helpdesk_ticket_stage stage
          JOIN ir_model_data ours
            ON ours.model = 'helpdesk.ticket.stage' AND ours.res_id = stage.id
               AND ours.module = 'digit_support'
          JOIN ir_model_data base
            ON base.model = 'helpdesk.ticket.stage'
               AND base.module = 'helpdesk_mgmt'
               AND base.name = CASE WHEN stage.closed
                                    THEN 'helpdesk_ticket_stage_done'
                                    ELSE 'helpdesk_ticket_stage_in_progress' END
         WHERE ticket.stage_id = stage.id;
        DELETE FROM digit_routing_rule;
        DELETE FROM digit_time_entry;
        DELETE FROM digit_rating;
        UPDATE helpdesk_ticket_team SET programme_id = NULL;
        DELETE FROM digit_fix;
        DELETE FROM digit_installation;
        DELETE FROM digit_environment;
        DELETE FROM digit_release;
        DELETE FROM digit_service_version;
        DELETE FROM digit_product;
        DELETE FROM digit_service;
        DELETE FROM digit_level_stay;
        DELETE FROM digit_support_level;
        DELETE FROM digit_deployment;
        DELETE FROM digit_programme;
        DELETE FROM digit_severity_rule;
        DELETE FROM digit_severity_scheme;
        DROP INDEX IF EXISTS helpdesk_ticket__partner_id_index;
        DROP INDEX IF EXISTS helpdesk_ticket__commercial_partner_id_index;
        """
    )
    env.invalidate_all()
