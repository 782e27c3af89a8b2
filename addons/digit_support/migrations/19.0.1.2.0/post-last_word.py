"""Tell of the tickets that were there who had the last word on them."""

from odoo import SUPERUSER_ID, api

REPORTED = """
UPDATE helpdesk_ticket SET last_word_date = create_date
"""
ANSWERED = """
UPDATE helpdesk_ticket ticket
   SET last_word = word.who, last_word_date = word.date
  FROM (
    SELECT DISTINCT ON (message.res_id)
           message.res_id,
           message.date,
           CASE WHEN author.partner_share IS FALSE
                 AND author.id IS DISTINCT FROM owner.partner_id
                THEN 'us' ELSE 'reporter' END AS who
      FROM mail_message message
      JOIN helpdesk_ticket owner ON owner.id = message.res_id
 LEFT JOIN res_partner author ON author.id = message.author_id
     WHERE message.model = 'helpdesk.ticket'
       AND message.subtype_id = %(comment)s
       AND message.message_type IN ('comment', 'email')
       AND message.is_internal IS NOT TRUE
       AND message.author_id IS DISTINCT FROM %(machine)s
  ORDER BY message.res_id, message.date DESC, message.id DESC
  ) word
 WHERE word.res_id = ticket.id
"""


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(REPORTED)
    cr.execute(
        ANSWERED,
        {
            "comment": env.ref("mail.mt_comment").id,
            "machine": env.ref("base.partner_root").id,
        },
    )
