"""Playing the week: each step by its person, at its time, through the real code."""

from bisect import bisect_left
from datetime import timedelta, timezone
from email.message import EmailMessage
from email.utils import formataddr

from odoo import fields
from odoo.fields import Domain
from odoo.tools import plaintext2html

from .time_travel import moved_to

MODULE = "digit_demo"
HELPDESK = "helpdesk_mgmt.helpdesk_ticket"
HOUR = 3600
# How far back a step is looked for, in seconds.
FAR = 60 * 24 * HOUR
# How many steps of escalation policies act at most while the week is played.
MANY = 500


class Player:
    """Plays reports and their steps in the order in which they happened."""

    def __init__(self, env, now=None):
        # mails are queued by each step, and settled at the end
        self.env = env(
            context={
                **env.context,
                "digit_demo_playing": True,
                "mail_notify_force_send": False,
            }
        )
        self.now = now or fields.Datetime.now()
        self.tickets = {}

    def play(self, week):
        """Play all of ``week``, a list of ``Report``."""
        for moment, report, step in self._get_agenda(week):
            self._let_escalate(moment)
            with moved_to(self.env, moment):
                if step:
                    self._take_step(self.tickets[report.key], step)
                else:
                    self.tickets[report.key] = self._report(report)
        self._let_escalate(self.now)
        tickets = self._get_tickets()
        self._name(tickets)
        tickets.clock_ids._settle(self.now)
        with moved_to(self.env, self.now):
            self._tell_end_of_support()
        self._settle_mails(tickets)
        self._settle_mails(self._get_notices())

    def _get_tickets(self):
        return self.env["helpdesk.ticket"].union(*self.tickets.values())

    def _let_escalate(self, moment):
        """Have the steps act whose moment is before this one, as the job does."""
        Task, Clock = self.env["digit.escalation.task"], self.env["digit.sla.clock"]
        for _number in range(MANY):
            self.env.flush_all()
            clock = Clock.search(
                Domain("ticket_id", "in", self._get_tickets().ids)
                & Domain("escalation_date", "<=", moment),
                order="escalation_date, id",
                limit=1,
            )
            if not clock:
                return
            due = clock.escalation_date
            with moved_to(self.env, due):
                Task._run_clocks(clock, due)

    def _get_agenda(self, week):
        agenda = []
        for report in week:
            hours = self._get_hours(report.programme)
            for step in (None, *report.steps):
                ago = step.ago if step else report.ago
                agenda.append((self._get_moment(hours, ago), report, step))
        return sorted(agenda, key=lambda line: line[0])

    def _get_hours(self, programme):
        """The business hours of a programme."""
        policy = self.env.ref(f"digit_sla.digit_sla_policy_{programme}")
        return policy.schedule_id._get_hours()

    def _get_moment(self, hours, ago):
        """The last moment from which ``ago`` working hours have passed until now."""
        now = self.now.replace(tzinfo=timezone.utc)
        back = bisect_left(
            range(FAR),
            round(ago * HOUR),
            key=lambda seconds: hours.between(now - timedelta(seconds=seconds), now),
        )
        return self.now - timedelta(seconds=back)

    def _name(self, tickets):
        """External ids, kept when the module is updated."""
        self.env["ir.model.data"]._update_xmlids(
            {
                "xml_id": f"{MODULE}.ticket_{key}",
                "record": ticket,
                "noupdate": True,
            }
            for key, ticket in self.tickets.items()
        )

    def _settle_mails(self, records):
        """What the week wrote counts as sent: none of it may leave now."""
        messages = self.env["mail.message"].search(
            Domain("model", "=", records._name) & Domain("res_id", "in", records.ids)
        )
        mails = self.env["mail.mail"].search(
            Domain("mail_message_id", "in", messages.ids)
            & Domain("state", "=", "outgoing")
        )
        mails.filtered("auto_delete").unlink()
        mails.exists().write({"state": "sent"})
        messages.notification_ids.filtered(
            lambda notification: notification.notification_type == "email"
        ).write({"notification_status": "sent"})

    # ---------------------------------------------------
    # Notices
    # ---------------------------------------------------

    def _tell_end_of_support(self):
        """Tell the demo's partners what falls out of support, as the cron does."""
        notices = self.env["digit.eosl.notice"]
        due = notices._get_due(fields.Date.today())
        own = self._get_deployments()
        notices._queue({place: due[place] for place in due if place in own})
        self._send_notices()

    def _send_notices(self):
        self._get_notices().filtered(lambda n: n.state == "queued")._send()

    def _get_notices(self):
        return self.env["digit.notice"].search(
            Domain("deployment_id", "in", self._get_deployments().ids)
        )

    def _get_deployments(self):
        """The demo's own deployments: nobody else is told anything."""
        names = self.env["ir.model.data"].search(
            Domain("module", "=", MODULE) & Domain("model", "=", "digit.deployment")
        )
        return self.env["digit.deployment"].browse(names.mapped("res_id")).exists()

    # ---------------------------------------------------
    # Reports
    # ---------------------------------------------------

    def _report(self, report):
        return getattr(self, f"_report_by_{report.channel}")(report)

    def _report_by_mail(self, report):
        """A mail to the team, as the mail server hands it over."""
        mail = EmailMessage()
        mail["From"] = self._get_sender(report.who)
        mail["To"] = self._get_team(report.programme).alias_email
        mail["Subject"] = report.title
        mail["Message-ID"] = f"<{self.now:%Y%m%d%H%M%S}.{report.key}@example.com>"
        mail.set_content(report.text)
        found = self.env["mail.thread"].message_process(None, mail.as_bytes())
        return self.env["helpdesk.ticket"].browse(found)

    def _report_by_web(self, report):
        """The form of the portal."""
        # sudo: as its controller, reporters may not create tickets themselves
        return self._create(self._get_user(report.who), report, "web", sudo=True)

    def _report_by_phone(self, report):
        """An operator writes down what the caller says."""
        return self._create(self._get_user(report.values["operator"]), report, "phone")

    def _create(self, user, report, channel, sudo=False):
        partner = self._get_partner(report.who)
        return (
            self.env["helpdesk.ticket"]
            .with_user(user)
            .sudo(sudo)
            .create(
                {
                    "name": report.title,
                    "description": plaintext2html(report.text),
                    "partner_id": partner.id,
                    "partner_name": partner.name,
                    "partner_email": partner.email,
                    "channel_id": self.env.ref(f"{HELPDESK}_channel_{channel}").id,
                    "user_id": False,
                    **self._get_facts(report.values),
                }
            )
            .with_env(self.env)
        )

    # ---------------------------------------------------
    # Steps
    # ---------------------------------------------------

    def _take_step(self, ticket, step):
        ticket = ticket.with_user(self._get_user(step.who))
        getattr(self, f"_step_{step.verb}")(ticket, **step.values)

    def _step_take(self, ticket, user):
        ticket.write(
            {
                "user_id": self._get_user(user).id,
                "stage_id": self.env.ref(f"{HELPDESK}_stage_in_progress").id,
            }
        )

    def _step_say(self, ticket, text):
        ticket.message_post(
            body=text, message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self._spend(ticket, 20)

    def _spend(self, ticket, minutes):
        """Who works on a ticket enters the time (S0)."""
        if ticket.env.user._is_internal():
            ticket.env["digit.time.entry"].create(
                {"ticket_id": ticket.id, "minutes": minutes}
            )

    def _step_note(self, ticket, text):
        ticket.message_post(
            body=text, message_type="comment", subtype_xmlid="mail.mt_note"
        )

    def _step_move(self, ticket, stage):
        ticket.stage_id = self.env.ref(f"{HELPDESK}_stage_{stage}")

    def _step_resolve(self, ticket, kind):
        ticket._resolve(kind, answer=False)
        self._spend(ticket, 40)

    def _step_agree(self, ticket):
        # sudo: as the page on which the reporter confirms
        ticket.sudo()._confirm_resolution(ticket.env.user.partner_id)

    def _step_rate(self, ticket, answer, comment):
        user = ticket.env.user
        # sudo: as the page on which the reporter rates
        ticket.sudo()._rate(answer, comment, None if user.share else user)

    def _step_confirm_bug(self, ticket, summary, seen_in):
        ticket.env["digit.bug.confirm"].create(
            {"ticket_id": ticket.id, "partner_summary": summary}
        ).action_confirm()
        ticket.fix_id.affected_version_ids |= self._get_versions(seen_in)

    def _step_plan_fix(self, ticket, versions):
        planned = self._get_versions(versions).grouped("major")
        for line in ticket.fix_id.line_ids:
            line.version_id = planned.get(line.major)

    def _step_publish(self, ticket, version):
        version = self._get_versions([version]).with_env(ticket.env)
        # it is, where the week was played before
        if not version.is_published:
            version._publish()
        self._send_notices()

    def _step_hand_up(self, ticket, level, reason):
        ticket._hand_over(
            self.env.ref(f"digit_support.digit_support_level_{level}"), reason
        )

    def _step_triage(self, ticket, **values):
        ticket.write(self._get_facts(values))

    def _step_overrule(self, ticket, severity, reason):
        severities = ticket.scheme_id.severity_ids
        ticket.write(
            {
                "severity_id": severities.filtered(lambda s: s.code == severity).id,
                "severity_reason": reason,
            }
        )

    def _step_escalate(self, ticket, reason):
        if ticket.env.user.share:
            # sudo: as the controller of the portal
            ticket.sudo()._escalate_by_partner(reason)
        else:
            ticket._escalate(reason)

    def _step_acknowledge(self, ticket):
        ticket.action_acknowledge()

    # ---------------------------------------------------
    # Who and what
    # ---------------------------------------------------

    def _get_facts(self, values):
        """Values of a ticket from short words."""
        facts = {}
        if "kind" in values:
            facts["kind"] = values["kind"]
        for name in ("impact", "urgency"):
            if name in values:
                record = self.env.ref(f"digit_support.digit_{name}_{values[name]}")
                facts[f"{name}_id"] = record.id
        if "deployment" in values:
            record = self.env.ref(f"{MODULE}.digit_deployment_{values['deployment']}")
            facts["deployment_id"] = record.id
        for name, prefix in (("service", "digit"), ("category", "helpdesk_ticket")):
            if name in values:
                record = self.env.ref(f"digit_support.{prefix}_{name}_{values[name]}")
                facts[f"{name}_id"] = record.id
        return facts

    def _get_versions(self, keys):
        prefix = f"{MODULE}.digit_service_version"
        versions = [self.env.ref(f"{prefix}_{key}") for key in keys]
        return self.env["digit.service.version"].union(*versions)

    def _get_team(self, programme):
        return self.env.ref(f"digit_support.helpdesk_ticket_team_{programme}")

    def _get_user(self, name):
        return self.env.ref(f"{MODULE}.user_{name}")

    def _get_partner(self, name):
        return self.env.ref(f"{MODULE}.partner_{name}")

    def _get_sender(self, who):
        if "@" in who:
            return who
        partner = self._get_partner(who)
        return formataddr((partner.name, partner.email))
