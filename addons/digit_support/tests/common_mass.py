from datetime import timedelta

# What says when and by what a ticket was changed, not what is in it.
BOOKKEEPING = {"id", "write_date", "write_uid", "__last_update"}


class MassAssignment:
    """Every field of a ticket, sent to a form that did not ask for it (S13)."""

    def _get_foreign_values(self, ticket):
        """Of each field a value that ``ticket`` does not have, as a form sends it."""
        return {
            name: self._get_foreign_value(ticket, field)
            for name, field in ticket._fields.items()
        }

    def _get_foreign_value(self, ticket, field):
        if field.relational:
            records = self.env[field.comodel_name].with_context(active_test=False)
            own = ticket[field.name].ids
            return str(records.search([("id", "not in", own)], limit=1).id or 7)
        if field.type == "selection":
            values = field.get_values(self.env)
            return next((v for v in values if v != ticket[field.name]), "x")
        if field.type == "boolean":
            return "" if ticket[field.name] else "1"
        plausible = {"date": "2020-01-06", "datetime": "2020-01-06 12:00:00"}  # Monday
        words = ("char", "text", "html")
        return plausible.get(field.type, "foreign" if field.type in words else "7")

    def _read_all(self, ticket):
        """All that is stored of a ticket, by its field."""
        self._flush_tracking()
        self.env.invalidate_all()
        ticket = ticket.sudo().with_context(active_test=False)
        return {
            name: ticket[name].ids if field.relational else ticket[name]
            for name, field in ticket._fields.items()
            if field.store and name not in BOOKKEEPING
        }

    def _post_all(self, ticket, url, **own):
        """Send a form as it is filled in, and every field of a ticket with it.

        :return: the answer, and the names of the fields that changed
        """
        before = self._read_all(ticket)
        response = self._post(url, **{**self._get_foreign_values(ticket), **own})
        return response, self._get_differing(before, self._read_all(ticket))

    @staticmethod
    def _get_differing(before, after):
        """The names of the fields that are not alike in two answers of _read_all."""
        return {name for name in after if before[name] != after[name]}

    def _get_made_otherwise(self, plain, full):
        """What tells two new tickets apart; they are made one after the other."""
        before, after = self._read_all(plain), self._read_all(full)
        return {
            name
            for name in self._get_differing(before, after)
            if not self._is_soon_after(plain._fields[name], before[name], after[name])
        }

    @staticmethod
    def _is_soon_after(field, before, after):
        if field.type != "datetime" or not before or not after:
            return False
        return abs(after - before) < timedelta(minutes=1)
