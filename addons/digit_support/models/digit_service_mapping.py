from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools import service_sheet, versions

# What a screen shows at once: the whole matrix may be 500 services by 40 releases.
SERVICES = 80
RELEASES = 12


class DigitServiceMapping(models.AbstractModel):
    """The service mapping matrix (S1): services down, releases across.

    What the screen of that name asks. All is read and written with the rights of who
    looks at it.
    """

    _name = "digit.service.mapping"
    _description = "Service Mapping Matrix"

    @api.model
    @api.readonly
    def get_page(
        self,
        search="",
        product_id=False,
        mapped_only=False,
        release_id=False,
        service_offset=0,
        release_offset=0,
    ):
        """A part of the matrix: some services, and some releases, the oldest first.

        :param search: a part of the name or the code of services
        :param product_id: only what this product is made of
        :param mapped_only: only services that the releases shown have a version of
        :param release_id: the release to end with, instead of ``release_offset``
        :param release_offset: how many of the newest releases to leave out
        """
        release_domain = self._get_release_domain(product_id)
        if release_id:
            release_offset = self._get_release_offset(release_domain, release_id)
        # one more than is shown, for what the first column changes
        found = self.env["digit.release"].search(
            release_domain, offset=release_offset, limit=RELEASES + 1
        )
        releases = found[:RELEASES][::-1]
        domain = self._get_service_domain(search, product_id)
        if mapped_only:
            domain &= Domain("id", "in", self._get_mapped_services(releases).ids)
        services = self.env["digit.service"].search(
            domain, offset=service_offset, limit=SERVICES
        )
        return {
            "releases": [self._prepare_release(release) for release in releases],
            "release_count": self.env["digit.release"].search_count(release_domain),
            "release_offset": release_offset,
            "release_limit": RELEASES,
            "rows": self._prepare_rows(services, releases, found[RELEASES:]),
            "service_count": self.env["digit.service"].search_count(domain),
            "service_offset": service_offset,
            "service_limit": SERVICES,
            "can_write": self.env["digit.release.line"].has_access("write"),
        }

    @api.model
    @api.readonly
    def get_versions(self, service_id):
        """What a cell of the service may be set to, the newest first."""
        found = self.env["digit.service.version"].search(
            [("service_id", "=", service_id)], order="precedence desc, id desc"
        )
        return [self._prepare_version(version) for version in found]

    @api.model
    def set_version(self, release_id, service_id, version_id):
        """Put a version into a cell; without one the release leaves the service out.

        :raises ValidationError: when it is a version of another service
        """
        lines = self.env["digit.release.line"]
        line = lines.search(
            [("release_id", "=", release_id), ("service_id", "=", service_id)]
        )
        if not version_id:
            line.unlink()
            return
        version = self.env["digit.service.version"].browse(version_id)
        if version.service_id.id != service_id:
            raise ValidationError(
                self.env._(
                    "%(version)s is a version of another service.",
                    version=version.display_name,
                )
            )
        if line:
            line.version_id = version
        else:
            lines.create({"release_id": release_id, "version_id": version_id})

    @api.model
    def add_version(self, release_id, service_id, name):
        """Put the version called ``name`` into a cell; make it known when it is new.

        A new one comes out with the release.

        :raises ValidationError: when it is no version
        """
        release = self.env["digit.release"].browse(release_id)
        name = self._read_version(name)
        version = self.env["digit.service.version"].search(
            [("service_id", "=", service_id), ("name", "=", name)]
        ) or self.env["digit.service.version"].create(
            {
                "service_id": service_id,
                "name": name,
                "release_date": release.release_date,
            }
        )
        self.set_version(release_id, service_id, version.id)

    @api.model
    def _read_version(self, text):
        """The version in ``text``; without one all of it, for the model to refuse."""
        try:
            return versions.read(text)
        except ValueError:
            return text

    # ---------------------------------------------------
    # Which services and releases
    # ---------------------------------------------------

    @api.model
    def _get_service_domain(self, search, product_id):
        domain = Domain.TRUE
        if product_id:
            domain &= Domain("product_ids", "in", [product_id])
        if search:
            domain &= Domain("display_name", "ilike", search)
        return domain

    @api.model
    def _get_release_domain(self, product_id):
        """Of a product: its own releases, and those with a service of it."""
        if not product_id:
            return Domain.TRUE
        return Domain("product_id", "=", product_id) | Domain(
            "line_ids.service_id.product_ids", "in", [product_id]
        )

    @api.model
    def _get_release_offset(self, domain, release_id):
        """How many releases come before it in the order of releases: newer ones."""
        release = self.env["digit.release"].browse(release_id)
        same_day = Domain("release_date", "=", release.release_date)
        newer = same_day & Domain("id", ">", release.id)
        if release.release_date:
            newer |= Domain("release_date", "=", False)
            newer |= Domain("release_date", ">", release.release_date)
        return self.env["digit.release"].search_count(domain & newer)

    @api.model
    def _get_mapped_services(self, releases):
        groups = self.env["digit.release.line"]._read_group(
            [("release_id", "in", releases.ids)], [], ["service_id:recordset"]
        )
        return groups[0][0]

    # ---------------------------------------------------
    # What the screen gets
    # ---------------------------------------------------

    @api.model
    def _prepare_release(self, release):
        return {
            "id": release.id,
            "name": release.name,
            "date": release.release_date,
            "is_planned": release.state == "planned",
        }

    @api.model
    def _prepare_version(self, version):
        return {
            "id": version.id,
            "name": version.name,
            "support": version.support_state,
        }

    @api.model
    def _prepare_rows(self, services, releases, before):
        """
        :param releases: the columns, the oldest first
        :param before: the release before the first column, if there is one
        """
        columns = before | releases
        mapped = self._get_mapped_versions(services, columns)
        return [
            {
                "id": service.id,
                "name": service.name,
                "code": service.code or "",
                "cells": self._prepare_cells(
                    [mapped.get((service, release)) for release in columns],
                    len(before),
                ),
            }
            for service in services
        ]

    @api.model
    def _prepare_cells(self, row, first):
        """The cells of ``row`` from ``first`` on, each beside the one before it."""
        pairs = zip([None, *row], row, strict=False)
        cells = [
            {
                **(self._prepare_version(version) if version else {}),
                "change": self._get_change(left, version),
            }
            for left, version in pairs
        ]
        if cells and not first:
            cells[0]["change"] = ""  # nothing was before
        return cells[first:]

    @api.model
    def _get_change(self, left, version):
        if left == version:
            return ""
        if not left:
            return "added"
        return "changed" if version else "removed"

    @api.model
    def _get_mapped_versions(self, services, releases):
        """The cells that have a version: {(service, release): version}."""
        lines = self.env["digit.release.line"].search_fetch(
            [("service_id", "in", services.ids), ("release_id", "in", releases.ids)],
            ["service_id", "release_id", "version_id"],
        )
        return {(line.service_id, line.release_id): line.version_id for line in lines}

    # ---------------------------------------------------
    # The spreadsheet
    # ---------------------------------------------------

    @api.model
    def _export(self, product_id=False, release_id=False):
        """The matrix as .xlsx, as the import reads it: what is mapped, of one release,
        of those of a product, or of all.

        Its first headers are not translated, so that they are recognised again.
        """
        domain = self._get_release_domain(product_id)
        if release_id:
            domain &= Domain("id", "=", release_id)
        releases = self.env["digit.release"].search(domain)[::-1]
        services = self.env["digit.service"].search(
            self._get_service_domain("", product_id)
            & Domain("id", "in", self._get_mapped_services(releases).ids)
        )
        mapped = self._get_mapped_versions(services, releases)
        nothing = self.env["digit.service.version"]
        return service_sheet.write(
            ["code", "service", *releases.mapped("name")],
            (
                [
                    service.code or "",
                    service.name,
                    *(mapped.get((service, r), nothing).name or "" for r in releases),
                ]
                for service in services
            ),
        )
