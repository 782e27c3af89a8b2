from markupsafe import Markup

from odoo import api, models
from odoo.fields import Command


class DigitEscalationTask(models.Model):
    """What an escalation does."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.escalation.task"

    def _act(self, now):
        """Do what is to be done, for all of these: they are of one step, or of none.

        What it did is kept in words on each, and in a note on its ticket.
        """
        step = self.step_id
        done = {task: [] for task in self}
        for change in step._get_changes():
            for task, text in getattr(self, change)().items():
                done[task].append(text)
        for task in self:
            users = task._find_users()
            if users:
                done[task].append(task._tell_users(users))
        step._tell_outside(self.ticket_id)
        for task in self:
            task.outcome = "\n".join(filter(None, done[task]))
        self._log()
        if step.action_ids:
            tickets = self.ticket_id
            step.action_ids.with_context(
                active_model=tickets._name,
                active_ids=tickets.ids,
                active_id=tickets[:1].id,
            ).run()

    # ---------------------------------------------------
    # Changes of the ticket
    # ---------------------------------------------------

    def _split(self):
        """These in their order, no two of one ticket at a time."""
        left = self
        while left:
            firsts = [group[0].id for group in left.grouped("ticket_id").values()]
            tasks = left.browse(firsts)
            yield tasks
            left -= tasks

    def _raise_severity(self):
        done = {}
        for tasks in self._split():
            for (severity, name), group in tasks.grouped(
                lambda task: (task.ticket_id._get_next_severity(), task.name)
            ).items():
                if severity:
                    group.ticket_id.write(
                        {"severity_id": severity.id, "severity_reason": name}
                    )
                    text = self.env._("Severity: %(name)s.", name=severity.display_name)
                else:
                    text = self.env._("It has the highest severity already.")
                done.update(dict.fromkeys(group, text))
        return done

    def _hand_up(self):
        done = {}
        for tasks in self._split():
            for (level, name), group in tasks.grouped(
                lambda task: (task.ticket_id.next_level_id, task.name)
            ).items():
                if level:
                    group.ticket_id.with_context(digit_level_reason=name).write(
                        {"level_id": level.id}
                    )
                    text = self.env._("Handed to %(level)s.", level=level.name)
                else:
                    text = self.env._("It is at the highest level already.")
                done.update(dict.fromkeys(group, text))
        return done

    def _reassign(self):
        user = self.step_id.reassign_user_id
        if not user._is_there():
            user = self._get_last_resort()
        self.ticket_id.write({"user_id": user.id})
        text = self.env._("Reassigned to %(user)s.", user=user.name)
        return dict.fromkeys(self, text)

    # ---------------------------------------------------
    # Whom it tells
    # ---------------------------------------------------

    def _find_users(self):
        """Who is told: of those who were named, who is there; always somebody.

        :return: users of the support side, none when the step names nobody
        """
        self.ensure_one()
        named = self._get_named_users()
        if named is None:
            return self.env["res.users"]
        return named.filtered(lambda user: user._is_there()) or self._get_last_resort()

    def _get_named_users(self):
        """Those whom the step names, perhaps nobody's role; None if it tells nobody."""
        self.ensure_one()
        if self.origin != "step":
            return self.ticket_id._get_escalation_users(self.rank)
        step, ticket = self.step_id, self.ticket_id
        if not step._tells_users():
            return None
        users = step.user_ids
        if step.notify_assignee:
            users |= ticket.user_id
        if step.notify_team:
            users |= ticket.team_id.user_ids
        if step.notify_team_lead:
            users |= ticket.team_id.user_id
        if step.matrix_rank:
            users |= ticket._get_escalation_users(step.matrix_rank)
        return users

    def _get_last_resort(self):
        """Somebody who is there: the last resort, else any operations manager, else
        the administrator."""
        policy = self.env["digit.escalation.policy"]._choose(
            self.ticket_id[:1].programme_id, self.ticket_id[:1].deployment_id
        )
        user = (self.step_id.policy_id or policy).last_resort_id
        if user._is_there():
            return user
        managers = self.env.ref("digit_support.digit_support_group_operations")
        others = managers.all_user_ids.filtered(lambda user: user._is_there())
        # who is out of office is better than nobody
        return others[:1] or user.filtered("active") or self.env.ref("base.user_admin")

    # ---------------------------------------------------
    # How it tells them
    # ---------------------------------------------------

    def _tell_users(self, users):
        """Tell ``users`` in the ways of the step; returns who was told, in words."""
        self.ensure_one()
        step = self.step_id
        self.notified_user_ids = [Command.set(users.ids)]
        for way in self._get_ways():
            for user in users:
                self._notify_user(user, way)
        if step.by_activity:
            self._schedule_activities(users)
        if step.channel_id:
            step.channel_id.message_post(
                body=self._get_message(self.env.user),
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        return self.env._("Told: %(users)s.", users=", ".join(users.mapped("name")))

    def _get_ways(self):
        """How a message reaches users: by inbox, by mail."""
        self.ensure_one()
        if self.origin != "step":
            return ["inbox", "email"]
        step = self.step_id
        # who is named is told, also when the channel of a step has been deleted
        is_silent = not (step.by_mail or step.by_activity or step.channel_id)
        ways = [("inbox", step.by_inbox or is_silent), ("email", step.by_mail)]
        return [way for way, is_on in ways if is_on]

    def _notify_user(self, user, way):
        """A message to one user, with a link of their own to take care of it."""
        task = self.with_context(lang=user.lang)
        if way == "email" and not user.email:
            way = "inbox"
        # it waits in the queue
        task.ticket_id.with_context(digit_notify_by=way).message_notify(
            body=task._get_message(user),
            subject=task._get_subject(),
            partner_ids=user.partner_id.ids,
            author_id=self._get_author_id(),
            force_send=False,
        )

    def _schedule_activities(self, users):
        # the message tells them, an activity need not send a mail of its own
        ticket = self.ticket_id.with_context(mail_activity_quick_update=True)
        for user in users:
            ticket.activity_schedule(
                "digit_sla.mail_activity_type_escalation",
                summary=self.with_context(lang=user.lang).name,
                user_id=user.id,
            )

    def _get_subject(self):
        ticket = self.ticket_id
        return self.env._(
            "Escalation of %(number)s: %(title)s",
            number=ticket.number,
            title=ticket.name,
        )

    def _get_message(self, user):
        """What ``user`` is told (HTML), in the language of the context."""
        self.ensure_one()
        ticket, clock = self.ticket_id, self.clock_id
        lines = [
            self.name,
            clock and clock._get_due_line(),
            self.reason
            and self.env._(
                "%(user)s: %(reason)s",
                user=self.requested_by_id.name,
                reason=self.reason,
            ),
            " · ".join(
                filter(
                    None,
                    [
                        ticket.severity_id.display_name,
                        ticket.deployment_id.name,
                        ticket.team_id.name,
                        ticket.user_id.name or self.env._("nobody has it"),
                    ],
                )
            ),
        ]
        # the ticket is named, too, for when the link is dead
        link = Markup('<p><a href="%s?ticket=%s">%s</a></p>') % (
            self._get_acknowledge_url(user),
            ticket.id,
            self.env._("I take care of it"),
        )
        return Markup().join([Markup("<p>%s</p>") % line for line in lines if line]) + (
            link if user.active else Markup()
        )

    def _log(self):
        """A note on each ticket that tells what acted and what it did."""
        for tasks in self._split():
            tasks.ticket_id._message_log_batch(
                {task.ticket_id.id: task._get_note() for task in tasks},
                author_id=self._get_author_id(),
            )

    def _get_note(self):
        """What acted and what it did (HTML)."""
        self.ensure_one()
        lines = [f"{self.env._('Escalation')}: {self.name}"]
        lines += (self.reason or "").splitlines()
        lines += (self.outcome or "").splitlines()
        return Markup("<br/>").join(lines)

    @api.model
    def _get_author_id(self):
        """Who writes what an escalation says: a machine, whoever escalates."""
        return self.env["ir.model.data"]._xmlid_to_res_id("base.partner_root")

    def _tell_failure(self):
        """Tell the last resort that these cannot be done, and why."""
        for task in self:
            user = task._get_last_resort()
            task.ticket_id.with_context(
                lang=user.lang, digit_notify_by="inbox"
            ).message_notify(
                subject=task._get_subject(),
                body=self.env._(
                    "An escalation has failed %(count)s times: %(name)s. It is tried "
                    "again. The reason: %(error)s",
                    count=task.attempts,
                    name=task.name,
                    error=task.error,
                ),
                partner_ids=user.partner_id.ids,
                author_id=self._get_author_id(),
                force_send=False,
            )
