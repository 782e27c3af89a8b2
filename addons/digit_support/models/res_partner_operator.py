from odoo import models
from odoo.exceptions import AccessError

MANAGERS = "base.group_partner_manager"


class ResPartner(models.Model):
    """Operators keep reporters; organisations and logins are for managers to change.

    With the address of somebody who logs in, an operator would have that login and
    read that mail; with another parent, a person would see other tickets (S4).
    """

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "res.partner"

    def _check_access(self, operation):
        refused = super()._check_access(operation)
        if refused or operation == "read" or self._is_changed_by_manager():
            return refused
        reserved = self._filter_reserved(operation)
        return reserved and (reserved, self._make_reserved_error)

    def write(self, vals):
        if not self._is_changed_by_manager():
            self.check_access("write")
            self._check_operator_vals(vals)
        result = super().write(vals)
        if {"is_company", "organisation_type"} & vals.keys():
            # nor does a person become what an operator may not change
            self.check_access("write")
        return result

    def _is_changed_by_manager(self):
        return self.env.su or self.env.user.has_group(MANAGERS)

    def _filter_reserved(self, operation):
        """The organisations and who has, or had, a login; new ones with a role, too."""
        # sudo: operators need not see the users; a login that ended may come back
        users = self.env["res.users"].sudo().with_context(active_test=False)
        persons = users.search([("partner_id", "in", self.ids)]).partner_id
        return self.filtered(
            lambda partner: (
                partner.is_company
                or partner.organisation_type
                or partner.id in persons.ids
                or (operation == "create" and partner.contact_role_ids)
            )
        )

    def _check_operator_vals(self, vals):
        """:raises AccessError: when ``vals`` give what only a manager gives"""
        if vals.get("contact_role_ids"):
            raise self._make_reserved_error()
        if "parent_id" in vals and self.parent_id.filtered(
            lambda parent: parent.id != vals["parent_id"]
        ):
            raise AccessError(
                self.env._(
                    "Only an operations manager moves a person to another "
                    "organisation. Enter a new contact for the new organisation."
                )
            )

    def _make_reserved_error(self):
        return AccessError(
            self.env._(
                "Only an operations manager changes organisations, people who can log "
                "in, and support roles. You can add contacts, and correct those who "
                "cannot log in."
            )
        )
