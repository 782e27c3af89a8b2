from dataclasses import dataclass

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.misc import formatLang

# What is stored of what the events say.
FIGURES = (
    "status",
    "started",
    "deadline",
    "risk_date",
    "reached_date",
    "consumed",
    "budget",
    "schedule_id",
    "hours_level_id",
)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A stored figure that the events of its clock do not give.

    :param field: the clock's field, or after ``ticket_id.`` that of its ticket
    """

    clock_id: int
    field: str
    stored: object
    replayed: object


class DigitSlaClock(models.Model):
    """The check that the stored figures are those of the ledger."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.sla.clock"

    @api.model
    def _audit(self, batch=BATCH):
        """Replay every clock, of every team and company; nothing is written.

        Memory does not grow with the number of clocks: each batch is forgotten.

        :return: (how many clocks there are, list of ``Mismatch``)
        """
        # sudo: none may be left out because the reader does not see it
        Clock = self.sudo()
        count, mismatches, last_id = 0, [], 0
        while True:
            clocks = Clock.search(Domain("id", ">", last_id), order="id", limit=batch)
            if not clocks:
                return count, mismatches
            count += len(clocks)
            last_id = clocks[-1].id
            mismatches += clocks._find_mismatches()
            self.env.invalidate_all()

    def _find_mismatches(self):
        mismatches = []
        for stored in self.read(FIGURES, load=None):
            clock = self.browse(stored["id"])
            # of a ledger that was deleted nothing can follow
            replayed = clock._replay() if clock.event_ids else {}
            mismatches += [
                Mismatch(clock.id, name, stored[name], replayed.get(name))
                for name in FIGURES
                # nothing is told in several ways
                if (stored[name] or False) != (replayed.get(name) or False)
            ]
        ids = {mismatch.clock_id for mismatch in mismatches}
        wrong = self.filtered(lambda clock: clock.id in ids).ticket_id
        return mismatches + self._find_mismatches_of_tickets(self.ticket_id - wrong)

    def _find_mismatches_of_tickets(self, tickets):
        """What ``tickets`` do not show as the clock that leads has it, if one of these.

        One clock leads each ticket, so that each is looked at once.
        """
        return [
            Mismatch(clock.id, f"ticket_id.{name}", ticket[name], value)
            for ticket in tickets
            if (clock := ticket._get_leading_clock()) in self
            for name, value in ticket._get_sla_figures().items()
            if (ticket[name] or False) != (value or False)
        ]

    def action_audit(self):
        """Check all clocks: say that they match, or show those that do not."""
        if not self.env.user.has_group("digit_support.digit_support_group_admin"):
            raise AccessError(self.env._("Only an administrator checks the ledger."))
        count, mismatches = self._audit()
        if not mismatches:
            return self._notify_match(count)
        ids = sorted({mismatch.clock_id for mismatch in mismatches})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Clocks That Do Not Match Their History"),
            "res_model": self._name,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", ids)],
        }

    def _notify_match(self, count):
        number = formatLang(self.env, count, digits=0)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(number)s clocks checked, all match.", number=number
                ),
            },
        }
