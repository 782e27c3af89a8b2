"""Remember what the matrix gives, so that overruled severities stay as they are."""

COLUMN = """
ALTER TABLE helpdesk_ticket ADD COLUMN IF NOT EXISTS matrix_severity_id integer
"""
GIVEN = """
UPDATE helpdesk_ticket ticket
   SET matrix_severity_id = rule.severity_id
  FROM digit_programme programme
  JOIN digit_severity_rule rule ON rule.scheme_id = programme.scheme_id
 WHERE programme.id = ticket.programme_id
   AND rule.impact_id = ticket.impact_id
   AND rule.urgency_id = ticket.urgency_id
   AND ticket.matrix_severity_id IS NULL
"""


def migrate(cr, version):
    cr.execute(COLUMN)
    cr.execute(GIVEN)
