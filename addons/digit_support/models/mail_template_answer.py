import re

from lxml import etree, html

from odoo import models
from odoo.exceptions import AccessError
from odoo.tools.rendering_tools import parse_inline_template

KEEPERS = "digit_support.digit_support_group_operations"
# A fact of the ticket, such as object.partner_id.name.
FACT = r"object(?:\.[a-z][a-z0-9_]*)+"
EXPRESSION = re.compile(rf"(?:not )?{FACT}(?: or {FACT})*(?: or '[\w .,-]*')?")
CONDITIONS = ("t-if", "t-elif")


class MailTemplate(models.Model):
    """The operations manager keeps the standard answers, without running code.

    Whoever edits a template in full, as ``mail.group_mail_template_editor``, runs any
    expression when it is filled in. These may hold facts of the ticket, others in their
    place, and conditions on them; and only what the manager may read.
    """

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "mail.template"

    def write(self, vals):
        result = super().write(vals)
        if "model_id" in vals:
            # for another model, it is no answer that the manager keeps
            self.check_access("write")
        return result

    def _check_access_right_dynamic_template(self):
        if not self._is_kept_by_manager():
            return super()._check_access_right_dynamic_template()
        others = self.filtered(lambda template: not template._holds_facts_alone())
        if others._has_unsafe_expression():
            raise AccessError(
                self.env._(
                    "You can use facts of the ticket in an answer, such as "
                    "object.name or object.partner_id.name, and ask whether they are "
                    "there. Formulas are for a system administrator to enter."
                )
            )
        return None

    def _is_kept_by_manager(self):
        user = self.env.user
        return (
            not self.env.su
            and user.has_group(KEEPERS)
            and not user.has_group("mail.group_mail_template_editor")
        )

    def _holds_facts_alone(self):
        """Whether all that is filled in is a fact of a ticket, for the user to read."""
        self.ensure_one()
        if self.render_model != "helpdesk.ticket":
            return False
        names = self._get_dynamic_field_names() - {"body_html"}
        inline = [
            expression
            for name in names
            for _text, expression, _default in parse_inline_template(self[name] or "")
            if expression
        ]
        return all(map(self._is_fact, inline)) and all(
            self._is_directive_plain(name, value)
            for element in html.fragment_fromstring(
                self.body_html or "", create_parent="div"
            ).iter(etree.Element)
            for name, value in element.attrib.items()
            if name.startswith("t-")
        )

    def _is_directive_plain(self, name, value):
        if name in ("t-out", *CONDITIONS):
            return self._is_fact(value)
        return name == "t-else" and not value.strip()

    def _is_fact(self, expression):
        """Whether this is made of fields that the user may read, and of no more."""
        expression = expression.strip()
        return bool(EXPRESSION.fullmatch(expression)) and all(
            self._is_readable(path.split(".")[1:])
            for path in re.findall(FACT, re.sub(r"'[^']*'", "", expression))
        )

    def _is_readable(self, names):
        model = self.env["helpdesk.ticket"]
        for number, name in enumerate(names, 1):
            field = model._fields.get(name)
            if not (
                field
                and model.has_access("read")
                and model._has_field_access(field, "read")
            ):
                return False
            if number < len(names):
                if not field.relational:
                    return False
                model = self.env[field.comodel_name]
        return True
