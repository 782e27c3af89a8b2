"""The API's description in OpenAPI 3.1, made of what the calls are checked with."""

from . import api_schema as schema
from .api_problem import CONTENT_TYPE

PATH = "/digit/api/v1"
PROBLEMS = {
    400: "The body is not JSON.",
    401: "The key is missing, unknown, expired or revoked.",
    403: "The app is switched off.",
    404: "The app has no such ticket.",
    409: "This client_id came before with another content.",
    413: "The call or its attachments are too large.",
    415: "The body is not application/json.",
    422: "A field is wrong; `errors` names it.",
    429: "Too many calls; `Retry-After` says for how many seconds to wait.",
    503: "Busy; send it again after `Retry-After` seconds.",
}
OF_POST = (400, 401, 403, 409, 413, 415, 422, 429, 503)
OF_GET = (401, 403, 404, 429, 503)


def describe(kinds, statuses):
    """The document, ready for JSON."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "DIGIT Support",
            "version": "1.0.0",
            "description": "Report tickets from an app, and follow them. Times that "
            "are sent back are in UTC.",
        },
        "servers": [{"url": PATH}],
        "security": [{"key": []}],
        "paths": _describe_paths(),
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Report": schema.get_ticket_schema(kinds),
                "Ticket": schema.get_answer_schema(kinds, statuses),
                "Problem": schema.PROBLEM,
            },
            "responses": {
                f"Problem{status}": _describe_problem(status) for status in PROBLEMS
            },
        },
    }


def _describe_paths():
    reference = {
        "name": "reference",
        "in": "path",
        "required": True,
        "description": "The app's client_id, or the reference that we gave.",
        "schema": {"type": "string"},
    }
    return {
        "/tickets": {
            "post": {
                "operationId": "reportTicket",
                "summary": "Report something",
                "requestBody": {"required": True, "content": _get_content("Report")},
                "responses": {
                    "201": _describe_ticket(
                        "The ticket, be it new or made by an earlier call with the "
                        "same client_id and content; then `Idempotent-Replayed` is "
                        "true."
                    ),
                    **_refer(OF_POST),
                },
            }
        },
        "/tickets/{reference}": {
            "get": {
                "operationId": "readTicket",
                "summary": "Follow what this app reported",
                "parameters": [reference],
                "responses": {"200": _describe_ticket("The ticket."), **_refer(OF_GET)},
            }
        },
    }


def _get_content(name, media_type="application/json"):
    return {media_type: {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _describe_ticket(description):
    return {"description": description, "content": _get_content("Ticket")}


def _describe_problem(status):
    headers = {"Retry-After": {"schema": {"type": "integer"}}}
    return {
        "description": PROBLEMS[status],
        **({"headers": headers} if status in (429, 503) else {}),
        "content": _get_content("Problem", CONTENT_TYPE),
    }


def _refer(statuses):
    return {
        str(status): {"$ref": f"#/components/responses/Problem{status}"}
        for status in statuses
    }
