"""What tells other machines that a mail was written by one (RFC 3834)."""

AUTOMATIC_HEADERS = {
    "Auto-Submitted": "auto-replied",
    "X-Auto-Response-Suppress": "All",
}
