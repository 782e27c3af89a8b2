from odoo.http import request


def render_secret(template, values):
    """A page whose address opens it without a login: its links tell it to nobody."""
    response = request.render(template, values)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
