"""What a mail would have its reader's browser do by itself.

Pictures that its sender keeps elsewhere: who looks at one tells that. Parts of Odoo's
own editor: one that the client cannot make, and the form of the ticket stays blank.
"""

import re
from urllib.parse import urlsplit

from lxml import html
from lxml.etree import ParserError
from markupsafe import Markup

# Without one of these words there is nothing to do: most mails are not parsed again.
FETCHES = re.compile(
    r"src|image|background|poster|\burl|\\|data-embedded", re.IGNORECASE
)
# What of a style fetches, or may be written so that it does.
FETCHING_STYLE = re.compile(r"url|image|\\|&|@", re.IGNORECASE)
OURS = ("cid:", "data:")  # it came with the mail
ATTRIBUTES = ("src", "srcset", "background", "poster", "data", "lowsrc", "dynsrc")


def link_pictures(body):
    """The text of a mail with links in the place of what is fetched by itself.

    :param body: HTML, before it is made harmless
    :return: HTML without parts of the editor; ``body`` itself when nothing is fetched
    """
    if not body or not FETCHES.search(body):
        return body
    try:
        root = html.fragment_fromstring(body, create_parent="div")
    except (ParserError, ValueError):
        return body
    changes = [_link(node) for node in list(root.iter()) if isinstance(node.tag, str)]
    if not any(changes):
        return body
    return Markup(html.tostring(root, encoding="unicode"))


def _link(node):
    """Take from a node what it fetches; whether there was anything."""
    address = node.get("src", "").strip()
    found = [name for name in ATTRIBUTES if _is_far(node.get(name))]
    found += [name for name in node.attrib if name.startswith("data-embedded")]
    for name in found:
        del node.attrib[name]
    has_style = bool(FETCHING_STYLE.search(node.get("style", "")))
    if has_style:
        del node.attrib["style"]
    if "src" in found and node.tag in ("img", "input"):
        _become_link(node, address)
    return bool(found) or has_style


def _is_far(value):
    return value is not None and not value.strip().lower().startswith(OURS)


def _become_link(node, address):
    """A picture as a link, by which one fetches it who wants to."""
    parts = _split(address)
    host = parts and parts.hostname
    words = filter(None, [node.get("alt", "").strip(), host])
    text, tail = " – ".join(words), node.tail
    node.clear()
    node.tag, node.tail = "a", tail
    node.text = f"[{text}]" if text else ""
    if host and parts.scheme in ("http", "https", ""):
        node.set("href", address)
        node.set("rel", "noreferrer noopener")
        node.set("target", "_blank")


def _split(address):
    try:
        return urlsplit(address)
    except ValueError:
        return None
