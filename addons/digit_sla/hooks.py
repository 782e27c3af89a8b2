def uninstall_hook(env):
    """Let go of what tickets hold on to, so that all of ours can leave.

    SQL, because a ledger refuses to be deleted otherwise.
    """
    env.cr.execute(
        """
        UPDATE helpdesk_ticket SET sla_policy_id = NULL;
        DELETE FROM digit_sla_clock;
        DELETE FROM digit_sla_policy;
        """
    )
    env.invalidate_all()
