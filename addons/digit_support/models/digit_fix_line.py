from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import format_date

OPEN_STATES = ("owed", "in_progress")
# With the next version that brings it, whoever was told is told again.
TAKEN_BACK = {
    "version_id": False,
    "date_delivered": False,
    "told_ticket_ids": [Command.clear()],
}
BATCH = 100


class DigitFixLine(models.Model):
    """The fix of a bug in one supported major line: 2.5.x, 3.2.x (S1).

    It is delivered when the version that brings it is released, or a later one of
    the same line, which contains it; then who is concerned is told, once.
    """

    _name = "digit.fix.line"
    _description = "Fix in a Supported Line"
    _order = "fix_id, major desc, id"

    fix_id = fields.Many2one("digit.fix", required=True, ondelete="cascade")
    service_id = fields.Many2one(
        related="fix_id.service_id", store=True, index=True, precompute=True
    )
    name = fields.Char(string="Line", compute="_compute_name")
    major = fields.Integer(required=True, help="The major version of the line.")
    state = fields.Selection(
        [
            ("owed", "Owed"),
            ("in_progress", "In Progress"),
            ("delivered", "Delivered"),
            ("dropped", "Not Needed"),
        ],
        default="owed",
        required=True,
        help="Delivered by itself when the version that brings it is released.",
    )
    version_id = fields.Many2one(
        "digit.service.version",
        string="Fixed in",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('service_id', '=', service_id), ('major', '=', major)]",
        help="The version that brings the fix.",
    )
    date_planned = fields.Date(
        string="Planned for",
        compute="_compute_date_planned",
        store=True,
        readonly=False,
        help="When that version is planned, unless somebody says otherwise.",
    )
    date_delivered = fields.Date(string="Delivered on", readonly=True, copy=False)
    told_ticket_ids = fields.Many2many(
        "helpdesk.ticket",
        string="Reporters Told",
        copy=False,
        help="The tickets whose reporters know that it is delivered.",
    )

    _major_unique = models.UniqueIndex(
        "(fix_id, major)", "A fix is owed once in each line."
    )
    _delivered_known = models.Constraint(
        "CHECK (state != 'delivered'"
        " OR (version_id IS NOT NULL AND date_delivered IS NOT NULL))",
        "A line is delivered by the release of the version that brings it: choose that "
        "version in “Fixed in”.",
    )
    _open_idx = models.Index(
        "(service_id) WHERE state IN ('owed', 'in_progress') AND version_id IS NOT NULL"
    )

    @api.depends("major")
    def _compute_name(self):
        for line in self:
            line.name = f"{line.major}.x"

    @api.depends("version_id.release_date")
    def _compute_date_planned(self):
        for line in self:
            line.date_planned = line.version_id.release_date or line.date_planned

    @api.depends("name", "fix_id.name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.fix_id.name} ({line.name})"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._deliver_released()
        return lines

    def write(self, vals):
        taken_back = self._filter_taken_back(vals)
        result = super(DigitFixLine, self - taken_back).write(vals)
        super(DigitFixLine, taken_back).write({**TAKEN_BACK, **vals})
        if {"state", "version_id"} & vals.keys() and vals.get("state") != "delivered":
            self._deliver_released()
        return result

    def _filter_taken_back(self, vals):
        """What was delivered and turns out not to be."""
        if vals.get("state", "delivered") == "delivered":
            return self.browse()
        return self.filtered(lambda line: line.state == "delivered")

    # ---------------------------------------------------
    # Delivery
    # ---------------------------------------------------

    @api.model
    def _get_open_domain(self):
        """The lines that wait for a version that is named."""
        return Domain("state", "in", OPEN_STATES) & Domain("version_id", "!=", False)

    def _deliver_released(self):
        """Deliver those of these lines whose version, or a later one, is released."""
        waiting = self.filtered_domain(self._get_open_domain())
        delivered = self.browse()
        for line, version in waiting._find_deliveries().items():
            line.write(
                {
                    "state": "delivered",
                    "version_id": version.id,
                    "date_delivered": version.release_date,
                }
            )
            delivered |= line
        delivered._tell()

    def _find_deliveries(self):
        """The released version that brings each line: {line: version}.

        The first one from the planned version on; a pre-release only if it is the
        planned one.
        """
        released = (
            self.env["digit.service.version"]
            .search(
                [
                    ("service_id", "in", self.service_id.ids),
                    ("major", "in", self.mapped("major")),
                    ("release_date", "<=", fields.Date.today()),
                ],
                order="precedence",
            )
            .grouped(lambda version: (version.service_id, version.major))
        )
        found = {}
        for line in self:
            versions = released.get((line.service_id, line.major), [])
            if version := next(filter(line._is_contained_in, versions), None):
                found[line] = version
        return found

    def _is_contained_in(self, version):
        """Whether ``version`` contains the fix of this line."""
        self.ensure_one()
        fixed = self.version_id
        return version == fixed or (
            bool(fixed)
            and not version.is_prerelease
            and version.service_id == fixed.service_id
            and version.major == fixed.major
            and version.precedence >= fixed.precedence
        )

    @api.model
    def _cron_deliver(self):
        """Deliver what is released by its planned day alone."""
        lines = self.search(self._get_open_domain())
        self.env["ir.cron"]._commit_progress(remaining=len(lines))
        for start in range(0, len(lines), BATCH):
            batch = lines[start : start + BATCH].try_lock_for_update()
            batch._deliver_released()
            if not self.env["ir.cron"]._commit_progress(BATCH):
                break

    # ---------------------------------------------------
    # Telling
    # ---------------------------------------------------

    def _tell(self):
        """Tell the reporters and the deployments that these lines serve, each once."""
        # sudo: tickets of other teams, and people that the user may not see
        lines = self.sudo()
        for ticket in lines.fix_id.ticket_ids:
            ticket._tell_fixed(ticket.fix_line_id & lines)
        served = lines.fix_id._get_served_deployments()
        self.env["digit.notice"].sudo()._queue(
            {
                "kind": "fix",
                "deployment_id": deployment.id,
                "fix_line_id": line.id,
                "version_id": line.version_id.id,
            }
            for line in lines
            for deployment in served[line]
        )

    def _get_message(self):
        """When this line brings the fix, in a sentence for a partner."""
        self.ensure_one()
        words = self._get_words()
        if self.state == "delivered":
            return self.env._(
                "The fix for %(line)s was delivered in %(version)s on %(date)s.",
                **words,
            )
        is_dated = self.date_planned and self.date_planned >= fields.Date.today()
        if is_dated and self.version_id:
            return self.env._(
                "The fix for %(line)s is planned for %(version)s on %(date)s.", **words
            )
        if is_dated:
            return self.env._("The fix for %(line)s is planned for %(date)s.", **words)
        if self.version_id:
            return self.env._(
                "The fix for %(line)s will come in %(version)s. Its date is not known "
                "yet.",
                **words,
            )
        return self.env._(
            "The fix for %(line)s is owed. Its date is not known yet.", **words
        )

    def _get_words(self):
        return {
            "line": self.name,
            "version": self.version_id.name,
            "date": format_date(self.env, self.date_delivered or self.date_planned),
        }
