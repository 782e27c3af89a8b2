from odoo import api, fields, models

from .digit_service_import import CODE


class DigitServiceImportLine(models.TransientModel):
    """A version of a service in a release, as a list has it."""

    _name = "digit.service.import.line"
    _description = "Line of a Service List"
    _order = "id"

    wizard_id = fields.Many2one(
        "digit.service.import", required=True, index=True, ondelete="cascade"
    )
    is_selected = fields.Boolean(string="Import", default=True)
    place = fields.Char(readonly=True, help="The cell, or the number of the entry.")
    service_text = fields.Char(string="Service", readonly=True)
    service_label = fields.Char(readonly=True)
    release_text = fields.Char(string="Release", readonly=True)
    version_text = fields.Char(string="Written", readonly=True)
    version_name = fields.Char(string="Version", readonly=True)
    # what the registry has of it
    service_id = fields.Many2one(
        "digit.service", string="Known Service", readonly=True, ondelete="cascade"
    )
    release_id = fields.Many2one(
        "digit.release", string="Known Release", readonly=True, ondelete="cascade"
    )
    version_id = fields.Many2one(
        "digit.service.version",
        string="Known Version",
        readonly=True,
        ondelete="set null",
    )
    current_version_id = fields.Many2one(
        "digit.service.version", string="Before", readonly=True, ondelete="set null"
    )
    error = fields.Selection(
        [
            ("bad_version", "No version"),
            ("no_service", "No service"),
            ("no_release", "No release"),
            ("ambiguous_service", "Several services"),
            ("ambiguous_release", "Several releases"),
            ("twice", "There twice"),
        ],
        readonly=True,
    )
    outcome = fields.Selection(
        [("new", "New"), ("changed", "Changed"), ("wrong", "Wrong")],
        compute="_compute_outcome",
    )
    message = fields.Char(compute="_compute_outcome")

    @api.depends(
        "error",
        "service_id",
        "release_id",
        "current_version_id",
        "wizard_id.create_services",
        "wizard_id.create_releases",
    )
    @api.depends_context("lang")
    def _compute_outcome(self):
        for line in self:
            problem = line._tell_problem()
            line.message = problem or line._tell_change()
            right = "changed" if line.current_version_id else "new"
            line.outcome = "wrong" if problem else right

    def _tell_problem(self):
        """What is wrong, in a sentence; False when nothing is."""
        self.ensure_one()
        if self.error:
            return getattr(self, f"_tell_{self.error}")()
        if not self.service_id and not self.wizard_id.create_services:
            return self.env._(
                "There is no service “%(service)s”: create it, or correct the list.",
                service=self.service_text,
            )
        if not self.release_id and not self.wizard_id.create_releases:
            return self.env._(
                "There is no release “%(release)s”: create it, or correct the list.",
                release=self.release_text,
            )
        return False

    def _tell_bad_version(self):
        return self.env._(
            "“%(name)s” is not a version. Write major.minor.patch, as 3.2.15; a "
            "pre-release as 4.0.0-rc.1.",
            name=self.version_text,
        )

    def _tell_no_service(self):
        return self.env._("Which service is it? The list does not name one here.")

    def _tell_no_release(self):
        return self.env._(
            "Which release is it? The list does not name one: choose it above."
        )

    def _tell_ambiguous_service(self):
        return self.env._(
            "Several services are called “%(service)s”: write the code.",
            service=self.service_text,
        )

    def _tell_ambiguous_release(self):
        return self.env._(
            "Several releases are called “%(release)s”: rename one.",
            release=self.release_text,
        )

    def _tell_twice(self):
        return self.env._(
            "The list has another version of “%(service)s” in this release before.",
            service=self.service_text,
        )

    def _tell_change(self):
        """What the import makes besides, and how the version was read."""
        sentences = []
        if self.version_name != self.version_text:
            sentences.append(
                self.env._(
                    "Read as %(name)s from “%(text)s”.",
                    name=self.version_name,
                    text=self.version_text,
                )
            )
        if not self.service_id:
            sentences.append(self.env._("The service is created."))
        elif not self.version_id:
            sentences.append(self.env._("The version is created."))
        if not self.release_id:
            sentences.append(self.env._("The release is created."))
        return " ".join(sentences)

    # ---------------------------------------------------
    # Writing
    # ---------------------------------------------------

    def _write_to_registry(self):
        """Create what is unknown, then set the cells; a batch of each."""
        self._create_missing("service", self._prepare_service)
        self._create_missing("release", self._prepare_release)
        self._create_versions()
        cells = {
            (cell.release_id, cell.service_id): cell
            for cell in self.env["digit.release.line"].search(
                [
                    ("release_id", "in", self.release_id.ids),
                    ("service_id", "in", self.service_id.ids),
                ]
            )
        }
        values = []
        for line in self:
            cell = cells.get((line.release_id, line.service_id))
            if cell:
                cell.version_id = line.version_id
            else:
                values.append(line._prepare_cell())
        self.env["digit.release.line"].create(values)

    def _create_missing(self, name, prepare):
        """Create the services, or releases, of the lines that have none."""
        missing = self.filtered(lambda line: not line[f"{name}_id"]).grouped(
            lambda line: line[f"{name}_text"].lower()
        )
        records = self.env[f"digit.{name}"].create(
            [prepare(lines[0]) for lines in missing.values()]
        )
        for record, lines in zip(records, missing.values(), strict=True):
            lines[f"{name}_id"] = record

    @api.model
    def _prepare_service(self, line):
        text = line.service_text
        is_code = bool(CODE.fullmatch(text))
        return {
            "name": line.service_label or text,
            "code": text if is_code else False,
        }

    @api.model
    def _prepare_release(self, line):
        return {"name": line.release_text}

    def _create_versions(self):
        """A new version comes out with the first of its releases that has a date."""
        new = self.filtered(lambda line: not line.version_id)
        missing = new.grouped(lambda line: (line.service_id, line.version_name))
        records = self.env["digit.service.version"].create(
            [lines._prepare_version() for lines in missing.values()]
        )
        for record, lines in zip(records, missing.values(), strict=True):
            lines.version_id = record

    def _prepare_version(self):
        dates = filter(None, self.release_id.mapped("release_date"))
        return {
            "service_id": self[0].service_id.id,
            "name": self[0].version_name,
            "release_date": min(dates, default=self.wizard_id.version_date),
        }

    def _prepare_cell(self):
        return {"release_id": self.release_id.id, "version_id": self.version_id.id}
