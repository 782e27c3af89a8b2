from . import digit_call_log
from . import digit_api_key_create
from . import digit_api_key_show
from . import digit_level_handover
from . import digit_ticket_redirect
from . import digit_ticket_resolve
from . import digit_release_install
