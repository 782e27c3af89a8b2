from odoo import api, models
from odoo.fields import Domain
from odoo.tools import split_every

CRON = "digit_support.ir_cron_follow_registry"
# So many tickets follow at once when the registry changes; more, in the background.
AT_ONCE = 300
BATCH = 1000
PLACE_FIELDS = ["version_id", "deployment_id", "environment_id"]
# what may differ from today's verdict: all else follows from these
VERDICT_FIELDS = [
    "entitlement_cause",
    "entitlement_limit_date",
    "latest_major",
    "upgrade_version_id",
    "upgrade_minimum_id",
]


class HelpdeskTicket(models.Model):
    """The verdicts of open tickets follow the registry, and the passing of days."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    @api.model
    def _follow_registry(self, domain):
        """Judge the open tickets of ``domain`` anew: few at once, many soon."""
        domain = self._get_follow_domain() & Domain(domain)
        count = self.search_count(domain, limit=AT_ONCE + 1)
        if count > AT_ONCE:
            self.env.ref(CRON)._trigger()
        elif count:
            self._find_outdated(domain)._judge_again()

    @api.model
    def _cron_follow_registry(self):
        """Judge each open ticket whose verdict is not the one of today.

        What is stored says what is left to do: a job that was cut short goes on.
        """
        Cron = self.env["ir.cron"]
        outdated = self._find_outdated(self._get_follow_domain())
        Cron._commit_progress(remaining=len(outdated))
        skipped = 0
        for ids in split_every(BATCH, outdated.ids):
            tickets = self.browse(ids).try_lock_for_update(allow_referencing=True)
            skipped += len(ids) - len(tickets)
            tickets.fetch(PLACE_FIELDS)  # and not their descriptions
            tickets._judge_again()
            if not Cron._commit_progress(len(ids)):
                return
        if skipped:  # somebody else is changing them
            self.env.ref(CRON)._trigger()

    @api.model
    def _get_follow_domain(self):
        return Domain("stage_id.closed", "=", False) & Domain("version_id", "!=", False)

    @api.model
    def _find_outdated(self, domain):
        """The tickets of ``domain`` that would be judged otherwise today.

        Those of a service come together, so that a batch reads few services.
        """
        groups = self._read_group(
            domain, [*PLACE_FIELDS, *self._get_verdict_groupby()], ["id:recordset"]
        )
        verdicts = self._judge({group[:3] for group in groups})
        groups.sort(key=lambda group: group[0].service_id.id)
        return self.concat(
            *(
                group[-1]
                for group in groups
                if self._is_outdated(group[3:-1], verdicts[group[:3]])
            )
        )

    @api.model
    def _get_verdict_groupby(self):
        dates = {name for name in VERDICT_FIELDS if self._fields[name].type == "date"}
        return [f"{name}:day" if name in dates else name for name in VERDICT_FIELDS]

    @api.model
    def _is_outdated(self, stored, values):
        """Whether a group's ``VERDICT_FIELDS`` differ from a verdict's values."""
        found = dict(zip(VERDICT_FIELDS, stored, strict=True))
        for name in ("upgrade_version_id", "upgrade_minimum_id"):
            found[name] = found[name].id
        return any((found[name] or False) != (values[name] or False) for name in found)

    def _judge_again(self):
        """Mark the verdicts, and what depends on them, as to be computed."""
        verdict = self.pool.field_computed[self._fields["entitlement"]]
        for field in verdict:
            self.env.add_to_compute(field, self)
        self.modified([field.name for field in verdict])
