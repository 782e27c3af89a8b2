from odoo import api, models
from odoo.fields import Domain

MAX_FIXES = 5


class DigitFixLine(models.Model):
    """What a partner is told of fixes while writing a report."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.fix.line"

    @api.model
    def _get_portal_known(self, versions):
        """The delivered fixes that ``versions`` are known to need.

        What is told is each line's sentence and the summary for partners; the title
        of a fix is the support side's, and may be another partner's words.

        :param versions: what runs with the partner, checked by the caller
        :return: lines, as superuser, the latest first
        """
        # sudo: nobody outside reads fixes; these concern what runs with them
        fixes = (
            self.env["digit.fix"]
            .sudo()
            .search(
                Domain("affected_version_ids", "in", versions.ids)
                & Domain("line_ids.state", "=", "delivered")
            )
        )
        lines = self.sudo().union(
            *(
                fix._get_serving_line(version)
                for fix in fixes
                for version in fix.affected_version_ids & versions
            )
        )
        delivered = lines.filtered(lambda line: line.state == "delivered")
        return delivered.sorted("date_delivered", reverse=True)[:MAX_FIXES]
