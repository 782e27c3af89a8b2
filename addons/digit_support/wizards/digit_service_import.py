import base64
import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import service_list, versions

# what may be a technical name, as egov-user
CODE = re.compile(r"[a-z0-9][a-z0-9._-]*")


class DigitServiceImport(models.TransientModel):
    """A list of services and their versions, looked at before the registry has it."""

    _name = "digit.service.import"
    _description = "Import Service List"

    file = fields.Binary(
        string="Service List",
        required=True,
        attachment=False,
        help="A spreadsheet (.xlsx, .csv), JSON or YAML; at most 5 MB.",
    )
    file_name = fields.Char()
    release_id = fields.Many2one(
        "digit.release",
        ondelete="cascade",
        help="For what the list says without naming a release.",
    )
    version_date = fields.Date(
        string="Release Date of Versions",
        default=fields.Date.context_today,
        help="For new versions of releases without a date; those of other releases "
        "come out with them.",
    )
    create_services = fields.Boolean(
        string="Create unknown services", help="Services that the registry lacks."
    )
    create_releases = fields.Boolean(
        string="Create unknown releases", help="As planned releases without a date."
    )
    line_ids = fields.One2many("digit.service.import.line", "wizard_id")
    is_read = fields.Boolean(
        compute="_compute_is_read",
        store=True,
        help="The lines are those of this file, for this release.",
    )
    same_count = fields.Integer(readonly=True)
    wrong_count = fields.Integer(compute="_compute_counts")
    summary = fields.Char(compute="_compute_counts")
    has_unknown_services = fields.Boolean(compute="_compute_counts")
    has_unknown_releases = fields.Boolean(compute="_compute_counts")

    @api.depends("file", "release_id")
    def _compute_is_read(self):
        self.is_read = False

    @api.depends("line_ids.outcome", "line_ids.is_selected", "same_count")
    @api.depends_context("lang")
    def _compute_counts(self):
        for wizard in self:
            lines = wizard.line_ids
            chosen = lines.filtered("is_selected").grouped("outcome")
            count = {key: len(records) for key, records in chosen.items()}
            wizard.wrong_count = count.get("wrong", 0)
            wizard.summary = self.env._(
                "%(new)s new, %(changed)s changed, %(wrong)s wrong; %(same)s are there "
                "already.",
                new=count.get("new", 0),
                changed=count.get("changed", 0),
                wrong=wizard.wrong_count,
                same=wizard.same_count,
            )
            right = lines.filtered(lambda line: not line.error)
            wizard.has_unknown_services = not all(line.service_id for line in right)
            wizard.has_unknown_releases = not all(line.release_id for line in right)

    # ---------------------------------------------------
    # Looking at it
    # ---------------------------------------------------

    def action_preview(self):
        """Show what the list would change; nothing is written to the registry.

        :raises UserError: when the file cannot be read
        """
        self.ensure_one()
        values = self._prepare_lines(self._read())
        self.line_ids.unlink()
        changes = [vals for vals in values if vals]
        self.env["digit.service.import.line"].create(changes)
        self.write({"is_read": True, "same_count": len(values) - len(changes)})
        return self._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Service List"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _read(self):
        try:
            content = base64.b64decode(self.with_context(bin_size=False).file)
            return service_list.read(self.file_name or "", content)
        except service_list.ServiceListError as error:
            raise UserError(self._get_refusals()[error.cause]) from error

    def _get_refusals(self):
        return {
            service_list.TOO_LARGE: self.env._(
                "This list is too large: a file may have 5 MB, 5,000 services, 200 "
                "columns and 30,000 versions, and YAML no aliases. Split it."
            ),
            service_list.UNKNOWN_KIND: self.env._(
                "This kind of file is not known. Choose a spreadsheet (.xlsx, .csv), "
                "JSON (.json) or YAML (.yaml)."
            ),
            service_list.BROKEN: self.env._(
                "This file cannot be read: it is damaged, or not of the kind that its "
                "name says."
            ),
            service_list.NOTHING: self.env._(
                "No version is in this list. A spreadsheet needs a service in each "
                "row, and a column for each release; JSON or YAML “release” and "
                "“services”."
            ),
        }

    def _prepare_lines(self, cells):
        """Values of a line for each cell, None for what is there already."""
        services = self._index(
            self.env["digit.service"].with_context(active_test=False),
            ["code", "name"],
        )
        releases = self._index(self.env["digit.release"], ["name"])
        lines = [self._prepare_line(cell, services, releases) for cell in cells]
        self._add_known(lines)
        seen = {}
        return [self._compare(vals, seen) for vals in lines]

    @api.model
    def _index(self, model, names):
        """Records by what lists call them; None stands for several of that name."""
        index = {}
        for name in reversed(names):
            for record in model.search_fetch([], names):
                key = (record[name] or "").lower()
                taken = index.get(key, record)
                index[key] = record if taken == record or name == "code" else None
        index.pop("", None)
        return index

    def _prepare_line(self, cell, services, releases):
        service = services.get(cell.service.lower(), self.env["digit.service"])
        release = self.release_id
        if cell.release:
            release = releases.get(cell.release.lower(), self.env["digit.release"])
        try:
            version, error = versions.read(cell.version), False
        except ValueError:
            version, error = False, "bad_version"
        if release is None or service is None:
            error = "ambiguous_release" if release is None else "ambiguous_service"
        elif not cell.service:
            error = "no_service"
        elif not (release or cell.release):
            error = "no_release"
        return {
            "wizard_id": self.id,
            "place": cell.place,
            "service_text": cell.service,
            "service_label": cell.label,
            "release_text": cell.release or self.release_id.name,
            "version_text": cell.version,
            "version_name": version,
            "service_id": service and service.id,
            "release_id": release and release.id,
            "error": error,
        }

    @api.model
    def _add_known(self, lines):
        """Add what the registry has of each line: its version, and its cell."""
        services = [vals["service_id"] for vals in lines if vals["service_id"]]
        releases = [vals["release_id"] for vals in lines if vals["release_id"]]
        known = {
            (version.service_id.id, version.name): version.id
            for version in self.env["digit.service.version"].search_fetch(
                [("service_id", "in", services)], ["service_id", "name"]
            )
        }
        mapped = {
            (cell.service_id.id, cell.release_id.id): cell.version_id.id
            for cell in self.env["digit.release.line"].search_fetch(
                [("service_id", "in", services), ("release_id", "in", releases)],
                ["service_id", "release_id", "version_id"],
            )
        }
        for vals in lines:
            service = vals["service_id"]
            vals["version_id"] = known.get((service, vals["version_name"]))
            vals["current_version_id"] = mapped.get((service, vals["release_id"]))

    @api.model
    def _compare(self, vals, seen):
        """``vals``, wrong when a line before said otherwise; None without a change."""
        if vals["error"]:
            return vals
        place = (
            vals["service_id"] or vals["service_text"].lower(),
            vals["release_id"] or vals["release_text"].lower(),
        )
        before = seen.setdefault(place, vals["version_name"])
        if before != vals["version_name"]:
            return {**vals, "error": "twice"}
        current = vals["current_version_id"]
        return None if current and current == vals["version_id"] else vals

    def action_deselect_wrong(self):
        """Leave out what is wrong, so that the rest can be imported."""
        self.ensure_one()
        wrong = self.line_ids.filtered(lambda line: line.outcome == "wrong")
        wrong.is_selected = False
        return self._reopen()

    # ---------------------------------------------------
    # Writing it
    # ---------------------------------------------------

    def action_import(self):
        """Write the chosen lines, all of them or none.

        :raises UserError: when one is wrong, or none is chosen
        """
        self.ensure_one()
        lines = self.line_ids.filtered("is_selected")
        if self.wrong_count:
            raise UserError(
                self.env._(
                    "%(count)s of the selected lines are wrong, so nothing was "
                    "imported. Correct the file, or deselect them.",
                    count=self.wrong_count,
                )
            )
        if not lines:
            raise UserError(self.env._("Select at least one line to import."))
        lines._write_to_registry()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s versions were entered into the service mapping.",
                    count=len(lines),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
