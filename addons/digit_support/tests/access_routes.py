"""How each route is called in the access matrix (S1), and what may come of it.

The target of each call belongs to Punjab: a ticket that Balbir reported, its public
answer and its internal note, a file of each, the deployment, a release with a script.
``{ticket}`` and the like stand for their ids.
"""

TICKET = {"thread_model": "helpdesk.ticket", "thread_id": "{ticket}"}
MODEL = {"model": "helpdesk.ticket", "res_id": "{ticket}"}
READ = {"model": "helpdesk.ticket", "method": "read", "kwargs": {}}
WRITE = {"model": "helpdesk.ticket", "method": "write", "kwargs": {}}
EXPORT = {
    "model": "helpdesk.ticket",
    "fields": [{"name": "name", "label": "Name", "type": "char"}],
    "ids": ["{ticket}"],
    "domain": [],
    "import_compat": False,
}
PIVOT = {
    "title": "Tickets",
    "model": "helpdesk.ticket",
    "measure_count": 1,
    "col_group_headers": [[]],
    "measure_headers": [],
    "rows": [{"title": "{ticket}", "indent": 0, "values": []}],
}

# Of each route: its verb, and what is sent. JSON is for routes of that kind.
CALLS = {
    # the portal's pages
    "/my": ("GET", {}),
    "/my/home": ("GET", {}),
    "/my/counters": ("JSON", {"counters": ["ticket_count", "digit_deployment_count"]}),
    "/my/tickets": ("GET", {"filterby": "all"}),
    "/my/tickets/page/<int:page>": ("GET", {"filterby": "all", "page": 1}),
    "/my/ticket/<int:ticket_id>": ("GET", {"ticket_id": "{ticket}"}),
    "/my/ticket/<int:ticket_id>/<access_token>": (
        "GET",
        {"ticket_id": "{ticket}", "access_token": "{token_of_role}"},
    ),
    "/new/ticket": ("GET", {}),
    "/submitted/ticket": ("POST", {"subject": "", "ticket_id": "{ticket}"}),
    "/my/ticket/preview": ("JSON", {"deployment": "{deployment}"}),
    "/ticket/close": ("POST", {"ticket_id": "{ticket}", "stage_id": "{done}"}),
    "/my/ticket/<int:ticket_id>/resolution": (
        "POST",
        {"ticket_id": "{ticket}", "answer": "reopen", "reason": "Why"},
    ),
    "/ticket/resolution/<string:token>": ("GET", {"token": "{token_of_role}"}),
    "/my/ticket/similar": ("JSON", {"subject": "canary public punjab elsewhere"}),
    "/my/ticket/<int:ticket_id>/rating": (
        "POST",
        {"ticket_id": "{ticket}", "answer": "5", "comment": "Good"},
    ),
    "/ticket/rating/<string:token>": ("GET", {"token": "{token_of_role}"}),
    "/my/ticket/<int:ticket_id>/time": (
        "POST",
        {"ticket_id": "{ticket}", "minutes": "5", "date": "2026-01-05"},
    ),
    "/my/ticket/<int:ticket_id>/time/<entry_id>": (
        "POST",
        {"ticket_id": "{ticket}", "entry_id": "{entry}", "action": "remove"},
    ),
    "/my/colleagues": ("GET", {}),
    "/my/colleagues/invite": (
        "POST",
        {"name": "Nadia", "email": "nadia@punjab.example.com"},
    ),
    "/my/colleagues/<colleague_id>/invite": ("POST", {"colleague_id": "{colleague}"}),
    "/my/colleagues/<colleague_id>/remove": ("POST", {"colleague_id": "{colleague}"}),
    "/my/deployments": ("GET", {}),
    "/my/deployments/<deployment_id>": ("GET", {"deployment_id": "{deployment}"}),
    "/my/deployments/<deployment_id>/report": (
        "POST",
        {"deployment_id": "{deployment}", "service": "{service}", "version": "9.9.9"},
    ),
    "/my/releases": ("GET", {}),
    "/my/releases/<release_id>": ("GET", {"release_id": "{release}"}),
    "/my/releases/<release_id>/scripts/<attachment_id>": (
        "GET",
        {"release_id": "{release}", "attachment_id": "{script}"},
    ),
    "/my/roadmap": ("GET", {}),
    # for programs
    "/digit/api/v1/openapi.json": ("GET", {}),
    "/digit/api/v1/tickets": ("POST", {"subject": "x"}),
    "/digit/api/v1/tickets/<string:reference>": ("GET", {"reference": "{number}"}),
    "/digit_support/service_mapping.xlsx": ("GET", {}),
    # conversation
    "/portal/chatter_init": ("JSON", TICKET),
    "/mail/chatter_fetch": ("JSON", TICKET),
    "/mail/thread/messages": ("JSON", TICKET),
    "/mail/thread/recipients": ("JSON", TICKET),
    "/mail/thread/recipients/get_suggested_recipients": ("JSON", TICKET),
    "/mail/partner/from_email": ("JSON", {**TICKET, "emails": []}),
    "/mail/message/post": ("JSON", {**TICKET, "post_data": {"body": "Hello"}}),
    "/mail/message/update_content": (
        "JSON",
        {"message_id": "{answer}", "update_data": {"body": "Changed"}},
    ),
    "/mail/message/reaction": (
        "JSON",
        {"message_id": "{answer}", "content": "+", "action": "add"},
    ),
    "/mail/message/<int:message_id>": ("GET", {"message_id": "{note}"}),
    "/mail/message/translate": ("JSON", {"message_id": "{note}"}),
    "/mail/update_is_internal": (
        "JSON",
        {"message_id": "{note}", "is_internal": False},
    ),
    "/mail/thread/subscribe": (
        "JSON",
        {
            "res_model": "helpdesk.ticket",
            "res_id": "{ticket}",
            "partner_ids": ["{partner}"],
        },
    ),
    "/mail/thread/unsubscribe": (
        "JSON",
        {
            "res_model": "helpdesk.ticket",
            "res_id": "{ticket}",
            "partner_ids": ["{balbir}"],
        },
    ),
    "/mail/read_subscription_data": ("JSON", {"follower_id": "{follower}"}),
    "/mail/unfollow": ("GET", {**MODEL, "pid": "{balbir}", "token": "x"}),
    "/mail/view": ("GET", MODEL),
    "/mail/data": ("JSON", {"fetch_params": [["mail.thread", TICKET]]}),
    "/mail/action": ("JSON", {"fetch_params": [["mail.thread", TICKET]]}),
    "/mail/inbox/messages": ("JSON", {}),
    "/mail/history/messages": ("JSON", {}),
    "/mail/starred/messages": ("JSON", {}),
    "/mail/link_preview": ("JSON", {"message_id": "{note}"}),
    "/mail/link_preview/hide": ("JSON", {"message_link_preview_ids": [1]}),
    # files
    "/mail/attachment/upload": ("FILE", TICKET),
    "/mail/attachment/delete": ("JSON", {"attachment_id": "{file}"}),
    "/mail/attachment/zip": (
        "POST",
        {"file_ids": "{file},{secret}", "zip_name": "x.zip"},
    ),
    "/mail/attachment/pdf_first_page/<int:attachment_id>": (
        "GET",
        {"attachment_id": "{secret}"},
    ),
    "/mail/attachment/update_thumbnail": ("JSON", {"attachment_id": "{file}"}),
    "/portal/attachment/remove": ("JSON", {"attachment_id": "{file}"}),
    "/web/binary/upload_attachment": (
        "FILE",
        {"model": "helpdesk.ticket", "id": "{ticket}"},
    ),
    "/web/content": ("GET", {"id": "{secret}"}),
    "/web/content/<int:id>": ("GET", {"id": "{secret}"}),
    "/web/content/<int:id>/<string:filename>": (
        "GET",
        {"id": "{file}", "filename": "x.txt"},
    ),
    "/web/content/<string:model>/<int:id>/<string:field>": (
        "GET",
        {"model": "ir.attachment", "id": "{secret}", "field": "raw"},
    ),
    "/web/content/<string:model>/<int:id>/<string:field>/<string:filename>": (
        "GET",
        {
            "model": "helpdesk.ticket",
            "id": "{ticket}",
            "field": "description",
            "filename": "x",
        },
    ),
    "/web/image": ("GET", {"id": "{secret}"}),
    "/web/image/<int:id>": ("GET", {"id": "{secret}"}),
    "/web/image/<int:id>/<string:filename>": (
        "GET",
        {"id": "{file}", "filename": "x.png"},
    ),
    "/web/image/<string:model>/<int:id>/<string:field>": (
        "GET",
        {"model": "ir.attachment", "id": "{secret}", "field": "raw"},
    ),
    # calls, exports, reports
    "/web/dataset/call_kw": (
        "JSON",
        {**READ, "args": [["{ticket}"], ["name", "description"]]},
    ),
    "/web/dataset/call_kw/<path:path>": (
        "JSON",
        {**WRITE, "path": "x", "args": [["{ticket}"], {"name": "Changed"}]},
    ),
    "/web/dataset/call_button": (
        "JSON",
        {**READ, "args": [["{ticket}"], ["description"]]},
    ),
    "/web/dataset/call_button/<path:path>": (
        "JSON",
        {
            "model": "helpdesk.ticket",
            "method": "unlink",
            "kwargs": {},
            "args": [["{missing}"]],
            "path": "x",
        },
    ),
    "/json/<path:subpath>": ("GET", {"path": "helpdesk.ticket/{ticket}"}),
    "/web/export/csv": ("EXPORT", EXPORT),
    "/web/export/xlsx": ("EXPORT", EXPORT),
    # the table that is sent with it, as a file
    "/web/pivot/export_xlsx": ("EXPORT", PIVOT),
    "/web/export/get_fields": ("JSON", {"model": "helpdesk.ticket", "domain": []}),
    "/digit/health": ("GET", {}),
}

# Nothing here leads to a record of ours; what begins like this is not called.
ELSEWHERE = {
    "/": "the way to the web client",
    "/_": "reserved",
    "/auth": "log in with a device",
    "/base_import": "reads the file that is sent with it",
    "/base_setup": "numbers of users, for administrators",
    "/bus": "the bus: what was sent to one's own channels",
    "/chat": "channels of conversation",
    "/digest": "the digest of an internal user",
    "/discuss": "channels of conversation",
    "/doc": "the documentation of the API",
    "/google": "log in of a mailbox",
    "/html_editor": "the editor's own files and links",
    "/json/1": "the same as /json with a key",
    "/json/2": "see TestRpcSurface",
    "/json/version": "the version",
    "/jsonrpc": "see TestRpcSurface",
    "/xmlrpc": "see TestRpcSurface",
    "/logo": "the company's logo",
    "/mail/avatar": "who wrote a message: a picture",
    "/mail/font_to_img": "icons",
    "/mail/guest": "guests of channels",
    "/mail/plugin": "the plugin of mail programs",
    "/mail/rtc": "calls",
    "/mail/set_manual_im_status": "one's own state",
    "/mail/thread/recipients/fields": "names of fields",
    "/mail_client_extension": "the plugin of mail programs",
    "/meet": "calls",
    "/microsoft": "log in of a mailbox",
    "/my/account": "one's own data",
    "/my/address": "one's own data",
    "/my/deactivate_account": "one's own account",
    "/my/security": "one's own password",
    "/odoo": "the web client",
    "/onboarding": "steps of setting up",
    "/report": "there is no report of a record of ours",
    "/robots.txt": "for robots",
    "/scoped_app": "the web client",
    "/sms": "what a provider reports",
    "/unsplash": "pictures",
    "/web/action": "definitions of actions",
    "/web/assets": "the web client's files",
    "/web/become": "for administrators",
    "/web/binary/company_logo": "the company's logo",
    "/web/bundle": "the web client's files",
    "/web/content/<string:xmlid>": "records that an addon brings",
    "/web/database": "needs the manager's password",
    "/web/domain": "checks the form of a domain",
    "/web/export/formats": "kinds of files",
    "/web/export/namelist": "names of saved exports",
    "/web/filestore": "always refuses",
    "/web/health": "whether it is up",
    "/web/hook": "webhooks of rules, by a secret address",
    "/web/image/<int:id>-": "as /web/image/<int:id>",
    "/web/image/<int:id>/<int:width>": "as /web/image/<int:id>",
    "/web/image/<string:model>/<int:id>/<string:field>/": "as without a size",
    "/web/image/<string:xmlid>": "records that an addon brings",
    "/web/login": "log in",
    "/web/manifest": "the web client",
    "/web/model/get_definitions": "names of fields",
    "/web/partner/vcard": "contacts that one may read",
    "/web/profile_config": "for developers",
    "/web/reset_password": "log in",
    "/web/service-worker": "the web client",
    "/web/session": "one's own session",
    "/web/set_profiling": "for developers",
    "/web/sign": "fonts",
    "/web/signup": "log in",
    "/web/speedscope": "for developers",
    "/web/tests": "tests of the web client",
    "/web/version": "the version",
    "/web/view": "one's own views",
    "/web/webclient": "the web client",
    "/web": "the web client",
    "/web_editor": "icons",
    "/web_enterprise": "contacts that one may read",
    "/web_unsplash": "pictures",
    "/website": "translations",
    "/websocket": "the bus",
    "/.well-known": "for password managers",
}
# These are the address itself, not all that begins like it.
EXACT = {"/", "/web"}

# What comes of a call, for each role: r reads what is public of the target, i what is
# internal, w writes; - nothing. Nothing comes of a route that has no row. The roles:
# the public, the holder of a link, the reporter, their contact person, another State,
# a colleague of ours without a role, one with own tickets, the team, the administrator.
OUTCOMES = """
route                                               publ link cust coll othe inte own team mana
/mail/attachment/delete                             -    -    -    -    -    -    -   r    r
/mail/attachment/upload                             -    -    rw   rw   -    -    -   rw   rw
/mail/attachment/zip                                -    -    -    -    -    -    -   i    i
/mail/chatter_fetch                                 -    r    r    r    -    -    -   r    r
/mail/history/messages                              -    -    r    -    -    -    -   -    -
/mail/message/post                                  -    -    rw   rw   -    -    -   rw   rw
/mail/message/reaction                              -    -    w    w    -    -    -   w    w
/mail/thread/messages                               -    -    r    r    -    -    -   i    i
/mail/thread/subscribe                              -    -    -    -    -    -    -   w    w
/mail/thread/unsubscribe                            -    -    w    -    -    -    -   w    w
/my/colleagues/<colleague_id>/remove                -    -    -    w    -    -    -   -    -
/my/deployments/<deployment_id>                     -    -    r    r    -    -    -   -    -
/my/deployments/<deployment_id>/report              -    -    -    w    -    -    -   -    -
/my/releases/<release_id>                           -    -    r    r    r    -    -   -    -
/my/releases/<release_id>/scripts/<attachment_id>   -    -    r    r    r    -    -   -    -
/my/ticket/<int:ticket_id>                          -    r    r    r    -    -    -   r    r
/my/ticket/<int:ticket_id>/<access_token>           -    r    r    r    -    -    -   r    r
/my/ticket/similar                                  -    -    r    r    -    -    -   r    r
/my/tickets                                         -    -    r    r    -    -    -   r    r
/my/tickets/page/<int:page>                         -    -    r    r    -    -    -   r    r
/portal/attachment/remove                           -    -    -    -    -    -    -   r    r
/ticket/close                                       -    -    w    w    -    -    -   w    w
/web/binary/upload_attachment                       -    -    -    -    -    -    -   w    w
/web/content                                        -    -    -    -    -    -    -   i    i
/web/content/<int:id>                               -    -    -    -    -    -    -   i    i
/web/content/<int:id>/<string:filename>             -    -    -    -    -    -    -   r    r
/web/content/<string:model>/<int:id>/<string:field> -    -    -    -    -    -    -   i    i
/web/dataset/call_kw                                -    -    r    r    -    -    -   r    r
/web/dataset/call_kw/<path:path>                    -    -    -    -    -    -    -   w    w
/web/export/csv                                     -    -    -    -    -    -    -   -    r
/web/image                                          -    -    -    -    -    -    -   i    i
/web/image/<int:id>                                 -    -    -    -    -    -    -   i    i
/web/image/<int:id>/<string:filename>               -    -    -    -    -    -    -   r    r
/web/image/<string:model>/<int:id>/<string:field>   -    -    -    -    -    -    -   i    i
"""  # noqa: E501
