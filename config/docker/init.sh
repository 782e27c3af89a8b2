#!/bin/sh
# Install our addons, or upgrade them when they are there already.
set -e
odoo -d digit -i digit_sla -u digit_support,digit_sla --stop-after-init --no-http
odoo shell -d digit --no-http < /opt/digit/admin_password.py
