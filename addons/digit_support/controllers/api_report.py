import base64
import binascii
import hashlib
import json
import mimetypes
import re
from functools import cached_property

from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..tools import api_schema
from ..tools.api_problem import Problem
from .ticket_form import to_text

# Choices are named in the language of the documentation.
LANG = "en_US"


def read_report(env, body):
    """What an app sent, of the declared form.

    :param body: the bytes as they came
    :raises Problem: when it is not JSON, or fields are wrong
    """
    try:
        data = clean(json.loads(body, parse_constant=_refuse_constant))
        faults = api_schema.check(data, get_schema(env))
    except (ValueError, RecursionError) as error:
        raise Problem(400, detail=env._("The body is not JSON.")) from error
    if faults:
        raise Problem(422, [(fault.field, tell(env, fault)) for fault in faults])
    return data


def get_schema(env):
    kinds = env["helpdesk.ticket"]._fields["kind"].get_values(env)
    return api_schema.get_ticket_schema(kinds)


def _refuse_constant(name):
    raise ValueError(name)


def clean(value):
    """The same, its texts fit for PostgreSQL."""
    if isinstance(value, str):
        return to_text(value)
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, dict):
        return {to_text(name): clean(item) for name, item in value.items()}
    return value


def tell(env, fault):
    """What is wrong, in words."""
    words = {
        "required": env._("This is needed."),
        "additionalProperties": env._("There is no such field."),
        "minLength": env._("This must not be empty."),
        "maxLength": env._("At most %(limit)s characters, please.", limit=fault.value),
        "maxItems": env._("At most %(limit)s of them, please.", limit=fault.value),
        "enum": env._("Choose one of these: %(choices)s.", choices=_join(fault)),
        "type": env._("This has to be of type %(type)s.", type=fault.value),
    }
    looks = env._("This has to look like %(example)s.", example=fault.example)
    return words.get(fault.rule, looks)


def _join(fault):
    return ", ".join(fault.value) if isinstance(fault.value, list) else ""


def get_fingerprint(data):
    """The same for the same content, whatever the order of the fields."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


class ApiReport:
    """What an app reports, checked against what it may choose.

    :param client: the app
    :param data: as of ``read_report``
    """

    def __init__(self, env, client, data):
        self.env = env
        self.client = client.with_context(lang=LANG)
        self.data = data
        self.errors = []

    # ---------------------------------------------------
    # Choices
    # ---------------------------------------------------

    @cached_property
    def reporter(self):
        told = self.data.get("reporter", {})
        return self.client._find_reporter(told.get("email"), told.get("phone"))

    @cached_property
    def deployment(self):
        offered = self.client.deployment_ids
        if "deployment" in self.data:
            chosen = int(self.data["deployment"])
            return self._choose("deployment", offered, lambda one: one.id == chosen)
        if len(offered) > 1:
            known = offered._get_by_reporter(self.reporter)
            offered &= known.get(self.reporter, offered.browse())
        return offered if len(offered) == 1 else offered.browse()

    @cached_property
    def scheme(self):
        return (self.deployment.programme_id or self.client.programme_id).scheme_id

    @cached_property
    def impact(self):
        return self._choose_by_name("impact", self.scheme.impact_ids)

    @cached_property
    def urgency(self):
        return self._choose_by_name("urgency", self.scheme.urgency_ids)

    @cached_property
    def category(self):
        categories = self.client.env["helpdesk.ticket.category"]
        company = self.client.user_id.company_id
        offered = categories.search(
            Domain("show_in_portal", "=", True)
            & Domain("company_id", "in", (False, company.id))
            & Domain("programme_id", "in", (False, self.client.programme_id.id))
        )
        named = offered.filtered(
            lambda one: self._is_named(one.complete_name, "category")
        )
        return named or self._choose_by_name("category", offered, "complete_name")

    @cached_property
    def service(self):
        code = self.data.get("service")
        services = self.client.env["digit.service"]
        return services.search([("code", "=", code)]) if code else services

    @cached_property
    def version(self):
        name = self.data.get("version")
        return self.service.version_ids.filtered(lambda one: one.name == name)

    def _choose_by_name(self, field, offered, label="name"):
        if field not in self.data:
            return offered.browse()
        return self._choose(
            field, offered, lambda one: self._is_named(one.name, field), label
        )

    def _is_named(self, name, field):
        return name.casefold() == self.data.get(field, "").casefold()

    def _choose(self, field, offered, is_meant, label="name"):
        """The one that is meant; else an error that tells what there is."""
        found = offered.filtered(is_meant)
        if len(found) == 1:
            return found
        choices = ", ".join(
            f"{one.id} ({one.name})" if field == "deployment" else one[label]
            for one in offered
        )
        message = self.env._("Choose one of these: %(choices)s.", choices=choices)
        self.errors.append((field, message))
        return offered.browse()

    # ---------------------------------------------------
    # Files
    # ---------------------------------------------------

    @cached_property
    def files(self):
        """Of each attachment: name, media type if any, content."""
        sent = enumerate(self.data.get("attachments", ()))
        found = [
            (get_file_name(file["name"]), file.get("type"), self._decode(number, file))
            for number, file in sent
        ]
        if sum(len(content) for _name, _type, content in found) > (
            api_schema.MAX_FILES_SIZE
        ):
            raise Problem(413, [("attachments", self._tell_size())])
        return found

    def _decode(self, number, file):
        content = re.sub(r"\s+", "", file["content"])
        try:
            return base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError):
            path = api_schema.get_path(["attachments", number, "content"])
            self.errors.append((path, self.env._("This is not base64.")))
            return b""

    def _tell_size(self):
        return self.env._(
            "At most %(limit)s MB in total, please.",
            limit=api_schema.MAX_FILES_SIZE // 1024 // 1024,
        )

    # ---------------------------------------------------
    # The ticket
    # ---------------------------------------------------

    def create_ticket(self):
        """:raises Problem: when the app chose what is not offered to it"""
        values = self._prepare_ticket()
        files = self.files
        if self.errors:
            raise Problem(422, self.errors)
        tickets = self.env["helpdesk.ticket"].with_context(
            # the app is told the reference; an address that we do not know gets no
            # mail because somebody typed it in
            digit_no_acknowledgement=not self.reporter,
            mail_create_nosubscribe=True,
        )
        # sudo: the app's user may do nothing; what it may choose is checked above
        ticket = tickets.sudo().create(values)
        self._attach(ticket, files)
        self._note_unknown(ticket)
        return ticket

    def _prepare_ticket(self):
        values = {
            "name": self.data["subject"],
            "description": plaintext2html(self.data["description"]),
            "kind": self.data.get("kind", "incident"),
            "user_id": False,
            "programme_id": self.client.programme_id.id,
            "deployment_id": self.deployment.id,
            "channel_id": self.client.channel_id.id,
            "category_id": self.category.id,
            "service_id": self.service.id,
            "occurred_place": self.data.get("location"),
            "occurred_date": self._get_occurred_date(),
            **self._prepare_reporter(),
        }
        chosen = {
            "impact_id": self.impact,
            "urgency_id": self.urgency,
            "team_id": self.client.team_id,
        }
        values |= {name: record.id for name, record in chosen.items() if record}
        if "version" in self.data:
            values["version_id"] = self.version.id
        return values

    def _prepare_reporter(self):
        told = self.data.get("reporter", {})
        return {
            "partner_id": self.reporter.id,
            "partner_name": told.get("name") or self.reporter.name,
            "partner_email": told.get("email") or self.reporter.email,
            "partner_phone": told.get("phone"),
            "reporter_reference": told.get("id"),
        }

    def _get_occurred_date(self):
        text = self.data.get("occurred_at")
        return text and api_schema.to_instant(text)

    def _attach(self, ticket, files):
        # sudo: as the ticket
        self.env["ir.attachment"].sudo().create(
            [
                {
                    "name": name,
                    "raw": content,
                    "res_model": ticket._name,
                    "res_id": ticket.id,
                    # else Odoo finds it out by the name and the content
                    **({} if mimetypes.guess_type(name)[0] else {"mimetype": type_}),
                }
                for name, type_, content in files
            ]
        )

    def _note_unknown(self, ticket):
        """What the app named and we do not know, for an agent to look at."""
        texts = []
        if self.data.get("service") and not self.service:
            texts.append(
                self.env._("unknown service “%(code)s”", code=self.data["service"])
            )
        if self.data.get("version") and not self.version:
            texts.append(
                self.env._("unknown version “%(name)s”", name=self.data["version"])
            )
        if texts:
            ticket.message_post(
                body=self.env._("The app named: %(what)s", what=", ".join(texts)),
                subtype_xmlid="mail.mt_note",
            )


def get_file_name(path):
    """The last part of a path, also of Windows."""
    return re.split(r"[/\\]", path)[-1].strip() or "file"
