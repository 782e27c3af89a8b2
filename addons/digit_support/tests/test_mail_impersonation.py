from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..tools import settings
from .common_mail import AUTHSERV_ID, TEAM_ADDRESS, DigitMailCommon

AGENT = "l1@egov.example.com"
EVIL = "mallory@evil.example.org"
PASS = f"{AUTHSERV_ID}; dmarc=pass header.from=egov.example.com"

PUNYCODE = "\u0435gov".encode("punycode").decode()

# What the headers of a mail say of its sender: (name, value), in their order.
FORMS_OF_FROM = {
    "bare": [("From", AGENT)],
    "named": [("From", f"Ravi <{AGENT}>")],
    "upper case": [("From", f"RAVI <{AGENT.upper()}>")],
    "spaces": [("From", f'"Ravi"   < {AGENT} >')],
    "comment": [("From", f"{AGENT} (Ravi)")],
    "folded": [("From", f"Ravi\r\n <{AGENT}>")],
    "encoded name": [("From", f"=?utf-8?b?UmF2aQ==?= <{AGENT}>")],
    "encoded whole": [("From", "=?utf-8?q?l1=40egov=2Eexample=2Ecom?=")],
    "encoded in brackets": [("From", "=?utf-8?q?Ravi_=3Cl1=40egov.example.com=3E?=")],
    "quoted address": [("From", f'"{AGENT}" <{AGENT}>')],
    "group": [("From", f"Team: {AGENT};")],
    "two addresses": [("From", f"{AGENT}, {EVIL}")],
    "two addresses turned": [("From", f"{EVIL}, {AGENT}")],
    "two headers": [("From", AGENT), ("From", EVIL)],
    "two headers turned": [("From", EVIL), ("From", AGENT)],
    "agent as the name": [("From", f'"{AGENT}" <{EVIL}>')],
    "agent as the bare name": [("From", f"{AGENT} <{EVIL}>")],
    "agent in the comment": [("From", f"{EVIL} ({AGENT})")],
    "agent in the encoded name": [
        ("From", f"=?utf-8?q?l1=40egov.example.com?= <{EVIL}>")
    ],
    "sender": [("From", AGENT), ("Sender", EVIL)],
    "sender is the agent": [("From", EVIL), ("Sender", AGENT)],
    "reply-to": [("From", AGENT), ("Reply-To", EVIL)],
    "return-path": [("Return-Path", f"<{AGENT}>"), ("From", AGENT)],
    "resent": [("Resent-From", EVIL), ("From", AGENT)],
    "wide letters": [("From", "ｌ１@egov.example.com")],
    "invisible letter": [("From", "l1@egov\u200b.example.com")],
    "soft hyphen": [("From", "l1@eg\u00adov.example.com")],
    "cyrillic e": [("From", "l1@\u0435gov.example.com")],
    "cyrillic o": [("From", "l1@eg\u043ev.example.com")],
    "greek o": [("From", "l1@eg\u03bfv.example.com")],
    "accent": [("From", "l1@égov.example.com")],
    "punycode": [("From", f"l1@xn--{PUNYCODE}.example.com")],
    "one for l": [("From", "11@egov.example.com")],
    "capital i for l": [("From", "I1@egov.example.com")],
    "zero for o": [("From", "l1@eg0v.example.com")],
    "vv for w": [("From", f"Ravi <{AGENT}>"), ("X-Forwarded-For", EVIL)],
    "former colleague": [("From", "former@egov.example.com")],
    "the robot": [("From", "odoobot@example.com")],
}
# What stands in Authentication-Results when nobody of ours vouches for the agent.
FORMS_OF_RESULTS = {
    "none": [],
    "another server": ["mx.evil.example.org; dmarc=pass header.from=egov.example.com"],
    "like our server": [f"{AUTHSERV_ID}.evil.example.org; dmarc=pass"],
    "ours below another's": ["mx.evil.example.org; dmarc=fail", PASS],
    "forged below ours": [f"{AUTHSERV_ID}; dmarc=fail header.from=x.org", PASS],
    "forged below our none": [f"{AUTHSERV_ID}; none", PASS],
    "fails": [f"{AUTHSERV_ID}; dmarc=fail header.from=egov.example.com"],
    "error": [f"{AUTHSERV_ID}; dmarc=temperror header.from=egov.example.com"],
    "of another domain": [f"{AUTHSERV_ID}; dmarc=pass header.from=evil.example.org"],
    "of a lookalike": [f"{AUTHSERV_ID}; dmarc=pass header.from=egov.example.com.org"],
    "of a longer one": [f"{AUTHSERV_ID}; dmarc=pass header.from=xegov.example.com"],
    "without a domain": [f"{AUTHSERV_ID}; dmarc=pass"],
    "two verdicts": [f"{AUTHSERV_ID}; dmarc=fail; dmarc=pass header.from=egov.org"],
    "spf of another": [f"{AUTHSERV_ID}; spf=pass smtp.mailfrom={EVIL}"],
    "dkim of another": [f"{AUTHSERV_ID}; dkim=pass header.d=evil.example.org"],
    "dkim against dmarc": [
        f"{AUTHSERV_ID}; dkim=pass header.d=egov.example.com; dmarc=fail"
    ],
    "spf neutral": [f"{AUTHSERV_ID}; spf=neutral smtp.mailfrom={AGENT}"],
    "of the top domain": [f"{AUTHSERV_ID}; dkim=pass header.d=com"],
    "in a comment": [f"{AUTHSERV_ID}; spf=fail (dmarc=pass header.from=egov)"],
    "in a quoted word": [
        f'{AUTHSERV_ID}; spf=fail smtp.mailfrom="a; dkim=pass'
        f' header.d=egov.example.com"@evil.example.org'
    ],
    "in an encoded word": [
        f"{AUTHSERV_ID}; spf=fail smtp.mailfrom=a=?utf-8?q?=3B_dkim=3Dpass_header"
        f"=2Ed=3Degov=2Eexample=2Ecom?=@evil.example.org"
    ],
    "rubbish": ["\x00;;;===((("],
}
OUR_WORD = {
    "dmarc": PASS,
    "dmarc in capitals": PASS.upper(),
    "with a version": f"{AUTHSERV_ID} 1; dmarc=pass header.from=egov.example.com",
    "with comments": f"{AUTHSERV_ID}; dmarc=pass (p=none) header.from=egov.example.com",
    "dkim": f"{AUTHSERV_ID}; dkim=pass header.d=egov.example.com",
    "dkim of the parent": f"{AUTHSERV_ID}; dkim=pass header.d=example.com",
    "spf": f"{AUTHSERV_ID}; spf=pass smtp.mailfrom={AGENT}",
    "dkim where there is no policy": (
        f"{AUTHSERV_ID}; dkim=pass header.d=egov.example.com; dmarc=none"
    ),
}


def get_forms():
    """Every form of a forged mail by its name: 60, without any answer."""
    for name, headers in FORMS_OF_FROM.items():
        yield f"from: {name}", headers
    for name, results in FORMS_OF_RESULTS.items():
        headers = [("Authentication-Results", result) for result in results]
        yield f"results: {name}", [*headers, ("From", f"Ravi <{AGENT}>")]


def write_mail(number, headers, **more):
    """A mail with exactly these headers, as bytes: nothing puts them right."""
    lines = [
        *headers,
        ("To", TEAM_ADDRESS),
        ("Subject", "Your password"),
        ("Message-ID", f"<forged-{number}@evil.example.org>"),
        *((name.replace("_", "-"), value) for name, value in more.items()),
    ]
    text = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return f"{text}\r\nSend it to me.\r\n".encode()


@tagged("post_install", "-at_install")
class TestMailImpersonation(DigitMailCommon):
    """Nobody writes as one of us unless our own mail server confirms it (O1, S3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        former = new_test_user(
            cls.env,
            login="former",
            groups="digit_support.digit_support_group_l1",
            email="former@egov.example.com",
        )
        former.active = False
        cls.first = cls._receive()
        cls.ticket = cls._get_by_mail(cls.first)

    def _get_internal_messages(self):
        messages = self.env["mail.message"].search(
            [("message_type", "=", "email"), ("model", "=", "helpdesk.ticket")]
        )
        return messages.filtered(
            lambda message: message.author_id.with_context(
                active_test=False
            ).user_ids.filtered(lambda user: not user.share)
        )

    def assertHeld(self, raw, name):
        tickets = self.env["helpdesk.ticket"].search_count([])
        messages = len(self.ticket.message_ids)
        held = self._get_held()
        self._deliver(raw)
        self.assertEqual(len(self._get_held() - held), 1, name)
        self.assertFalse(self._get_internal_messages(), name)
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), tickets, name)
        self.assertEqual(len(self.ticket.message_ids), messages, name)

    def test_there_are_120_forms(self):
        self.assertEqual(2 * len(list(get_forms())), 120)

    def test_forged_mail_is_held(self):
        for number, (name, headers) in enumerate(get_forms()):
            self.assertHeld(write_mail(number, headers), name)

    def test_forged_answer_is_held(self):
        for number, (name, headers) in enumerate(get_forms()):
            raw = write_mail(number, headers, In_Reply_To=self.first)
            self.assertHeld(raw, name)

    def test_without_our_mail_servers_name_nobody_is_believed(self):
        self.env["ir.config_parameter"].set_param(settings.AUTHSERV_ID, False)
        headers = [("Authentication-Results", PASS), ("From", AGENT)]
        self.assertHeld(write_mail(1, headers), "no name")

    def test_whom_our_mail_server_confirms_is_believed(self):
        for number, (name, result) in enumerate(OUR_WORD.items()):
            headers = [("Authentication-Results", result), ("From", AGENT)]
            raw = write_mail(number, headers, In_Reply_To=self.first)
            self._deliver(raw)
            message = self._get_message(f"<forged-{number}@evil.example.org>")
            self.assertEqual(message.author_id, self.user_l1.partner_id, name)
            self.assertEqual(message.res_id, self.ticket.id, name)

    def test_a_colleague_who_delivers_mail_by_hand_is_not_our_mail_server(self):
        headers = [("Authentication-Results", PASS), ("From", AGENT)]
        self.env["mail.thread"].with_user(self.user_l2).message_process(
            None, write_mail(1, headers)
        )
        self.assertEqual(self._get_held().cause, "impersonation")

    def test_nobody_outside_delivers_mail(self):
        for user in (self.asha, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self.env["mail.thread"].with_user(user).message_process(
                    None, write_mail(1, [("From", "x@example.org")])
                )

    def test_outsider_who_wants_answers_elsewhere_is_an_outsider(self):
        headers = [("From", EVIL), ("Reply-To", AGENT)]
        self._deliver(write_mail(1, headers))
        ticket = self._get_by_mail("<forged-1@evil.example.org>")
        self.assertEqual(ticket.partner_email, EVIL)
        self.assertFalse(self._get_internal_messages())

    def test_each_says_why(self):
        self._deliver(write_mail(1, [("From", AGENT)]))
        held = self._get_held()
        self.assertRecordValues(
            held,
            [
                {
                    "cause": "impersonation",
                    "name": "Your password",
                    "email_from": AGENT,
                    "email_to": TEAM_ADDRESS,
                    "team_id": self.team.id,
                    "claimed_id": self.user_l1.partner_id.id,
                    "excerpt": "Send it to me.",
                    "detail": AGENT,
                    "state": "held",
                }
            ],
        )
        self.assertIn("does not confirm", held.reason)
