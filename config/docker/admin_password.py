"""Run in Odoo's shell: replace the administrator's initial password."""

import os

admin = env.ref("base.user_admin")  # noqa: F821 (the shell's own)
if not admin.login_date:
    admin.password = os.environ["DIGIT_ADMIN_PASSWORD"]
    env.cr.commit()  # noqa: F821
