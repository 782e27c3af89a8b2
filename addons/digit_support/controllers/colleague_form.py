from .ticket_form import to_text

MAX_LENGTHS = {"name": 100, "email": 254}


class ColleagueForm:
    """Whom a contact person invites. Only the names below are ever read."""

    names = ("name", "email", "lang")

    def __init__(self, env, params):
        self.env = env
        self.values = {name: to_text(params.get(name)) for name in self.names}
        self.errors = {}

    @property
    def languages(self):
        """The languages that there are: (code, name)."""
        return self.env["res.lang"].get_installed()

    @property
    def lang(self):
        return self.values["lang"] or self.env.user.lang

    def validate(self):
        """Whether somebody can be invited by it; if not, ``errors`` says why."""
        self.errors = {
            name: self.env._("At most %(limit)s characters, please.", limit=limit)
            for name, limit in MAX_LENGTHS.items()
            if len(self.values[name]) > limit
        }
        if not self.values["name"]:
            self.errors["name"] = self.env._("What is their name?")
        if self.lang not in dict(self.languages):
            self.errors["lang"] = self.env._("Choose one of these.")
        if "email" not in self.errors:
            problem = self.env.user._get_invitation_problem(self.values["email"])
            if problem:
                self.errors["email"] = problem
        return not self.errors

    def invite(self):
        user = self.env.user
        user._invite_colleague(self.values["name"], self.values["email"], self.lang)
