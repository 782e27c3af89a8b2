# What is written while somebody only looks: who is there, which page was seen.
LOOKING = {
    "bus_bus",
    "bus_presence",
    "mail_presence",
    "res_device_log",
    "res_users_log",
    "ir_cron_trigger",
    "mail_guest",
    "res_users_settings",
}


class ChecksumMixin:
    """Whether anything was written, in any table."""

    def _get_touched(self):
        """How often each table was written in this transaction, undone or not."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del "
            "FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(self.env.cr.fetchall())

    def _get_changed(self, before):
        """The tables that were written since ``_get_touched``."""
        after = self._get_touched()
        return {
            name
            for name, number in after.items()
            if number != before.get(name, 0) and name not in LOOKING
        }
