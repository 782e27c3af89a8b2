from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.state import FACTS, STATES, state_domain


class DigitSlaState(models.AbstractModel):
    """A record whose state follows from its deadline and the time.

    Nothing is stored: what is shown, searched and grouped is the one rule of
    ``tools/state.py``, asked at that moment.
    """

    _name = "digit.sla.state"
    _description = "State by the Time"

    # the selection field that tells the state, and what stands before its facts
    _state_field = "state"
    _state_prefix = ""

    @api.depends(lambda self: [f"{self._state_prefix}{fact}" for fact in FACTS])
    def _compute_state(self):
        now = fields.Datetime.now()
        self[self._state_field] = False
        for state in STATES:
            found = self.filtered_domain(self._get_state_domain(state, now))
            found[self._state_field] = state

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        return Domain.OR(
            self._get_state_domain(state, now) for state in value if state in STATES
        )

    @api.model
    def _get_state_domain(self, state, now):
        return Domain(state_domain(state, now, self._state_prefix))

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr == self._state_field:
            return self._get_state_sql(alias, query)
        return super()._field_to_sql(alias, field_expr, query)

    @api.model
    def _get_state_sql(self, alias, query, names=None):
        """The state now, as an expression over the columns of ``alias``.

        :param names: {state: what to call it instead}
        """
        now = fields.Datetime.now()
        names = names or {}
        cases = []
        for state in STATES:
            domain = self._get_state_domain(state, now).optimize_full(self)
            condition = domain._to_sql(self, alias, query)
            cases.append(SQL("WHEN %s THEN %s", condition, names.get(state, state)))
        return SQL("CASE %s END", SQL(" ").join(cases))
