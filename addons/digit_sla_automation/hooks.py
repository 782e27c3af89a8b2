def post_init_hook(env):
    """What was at risk before there were rules is no news to them."""
    env.cr.execute(
        """
        UPDATE digit_sla_clock SET is_risk_told = TRUE
         WHERE risk_date <= now() AT TIME ZONE 'UTC'
        """
    )
