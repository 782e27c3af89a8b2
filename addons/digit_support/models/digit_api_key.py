from odoo import models

# What the keys are for; they open nothing else.
SCOPE = "digit.api"


class DigitApiKey(models.Model):
    """A key of an app, kept as a hash by Odoo's own means.

    Apart from the users' keys, so that it never opens Odoo's own RPC.
    """

    _name = "digit.api.key"
    _description = "API Key"
    _inherit = ["res.users.apikeys"]
    _auto = False
    _order = "id desc"

    def action_revoke(self):
        """The key opens nothing from now on."""
        self.ensure_one()
        clients = self.env["digit.api.client"]._get_by_user(self.user_id)
        clients.check_access("write")
        for client in clients:
            client.message_post(
                body=self.env._("Key “%(key)s” was revoked.", key=self.name)
            )
        # sudo: Odoo lets only a system administrator remove the key of another user
        self.sudo()._remove()
