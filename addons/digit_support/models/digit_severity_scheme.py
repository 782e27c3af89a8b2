from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import ormcache


class DigitSeverityScheme(models.Model):
    """An ordered set of severities and the matrix that finds one of them."""

    _name = "digit.severity.scheme"
    _description = "Severity Scheme"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    severity_ids = fields.One2many("digit.severity", "scheme_id", copy=False)
    impact_ids = fields.Many2many("digit.impact", required=True)
    urgency_ids = fields.Many2many("digit.urgency", required=True)
    default_impact_id = fields.Many2one(
        "digit.impact",
        domain="[('id', 'in', impact_ids)]",
        help="Taken when the reporter does not say, as in an e-mail.",
    )
    default_urgency_id = fields.Many2one(
        "digit.urgency",
        domain="[('id', 'in', urgency_ids)]",
        help="Taken when the reporter does not say, as in an e-mail.",
    )
    rule_ids = fields.One2many(
        "digit.severity.rule",
        "scheme_id",
        string="Matrix",
        compute="_compute_rule_ids",
        store=True,
        readonly=False,
    )
    hole_description = fields.Char(compute="_compute_hole_description")
    programme_ids = fields.One2many("digit.programme", "scheme_id")

    @api.depends("impact_ids", "urgency_ids")
    def _compute_rule_ids(self):
        for scheme in self:
            wanted = {
                (impact._origin, urgency._origin)
                for impact in scheme.impact_ids
                for urgency in scheme.urgency_ids
            }
            cells = {
                (rule.impact_id._origin, rule.urgency_id._origin): rule
                for rule in scheme.rule_ids
            }
            scheme.rule_ids = [
                Command.delete(rule.id)
                for cell, rule in cells.items()
                if cell not in wanted
            ] + [
                Command.create({"impact_id": impact.id, "urgency_id": urgency.id})
                for impact, urgency in sorted(
                    wanted - cells.keys(),
                    key=lambda cell: (cell[0].sequence, cell[1].sequence),
                )
            ]

    @api.depends("rule_ids.severity_id", "rule_ids.impact_id", "rule_ids.urgency_id")
    def _compute_hole_description(self):
        for scheme in self:
            scheme.hole_description = ", ".join(
                f"{rule.impact_id.name} / {rule.urgency_id.name}"
                for rule in scheme.rule_ids
                if not rule.severity_id
            )

    @api.constrains("rule_ids", "programme_ids", "default_impact_id")
    def _check_complete(self):
        """A scheme that a programme uses finds a severity for every ticket."""
        for scheme in self.filtered("programme_ids"):
            scheme._raise_unless_complete()

    def _raise_unless_complete(self):
        """Say what a programme would miss in this scheme.

        :raises ValidationError: naming the holes, or the missing defaults
        """
        self.ensure_one()
        if not self.rule_ids:
            raise ValidationError(
                self.env._(
                    "The severity scheme %(scheme)s has no matrix yet. Choose its "
                    "impacts and urgencies and fill in each cell.",
                    scheme=self.name,
                )
            )
        if self.hole_description:
            raise ValidationError(
                self.env._(
                    "The severity matrix of %(scheme)s has no severity for "
                    "(impact / urgency): %(holes)s. Choose one in each of these "
                    "cells.",
                    scheme=self.name,
                    holes=self.hole_description,
                )
            )
        if (
            self.default_impact_id not in self.impact_ids
            or self.default_urgency_id not in self.urgency_ids
        ):
            raise ValidationError(
                self.env._(
                    "The severity scheme %(scheme)s needs a default impact and a "
                    "default urgency out of its own: a reporter who writes an e-mail "
                    "does not choose them.",
                    scheme=self.name,
                )
            )

    def _find_severity(self, impact, urgency):
        """What the matrix of this scheme gives; of none, and in a hole, nothing."""
        severity_id = self and self._get_matrix().get((impact.id, urgency.id))
        return self.env["digit.severity"].browse(severity_id or ())

    @ormcache("self.id")
    def _get_matrix(self):
        """The matrix, of which each ticket asks for a cell.

        :return: {(impact id, urgency id): severity id}
        """
        return {
            (rule.impact_id.id, rule.urgency_id.id): rule.severity_id.id
            for rule in self.sudo().rule_ids  # sudo: kept for everybody
        }

    def copy(self, default=None):
        """The copy has its own severities, and a matrix that leads to them."""
        copies = super().copy(default)
        for scheme, copied in zip(self, copies, strict=True):
            severities = {
                severity: severity.copy({"scheme_id": copied.id})
                for severity in scheme.severity_ids
            }
            for rule in copied.rule_ids:
                found = scheme._find_severity(rule.impact_id, rule.urgency_id)
                rule.severity_id = severities.get(found)
        return copies

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%(name)s (copy)", name=scheme.name))
            for scheme, vals in zip(self, super().copy_data(default), strict=True)
        ]
