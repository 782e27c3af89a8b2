from . import portal_resolution
from . import api
from . import portal_form
from . import portal_list
from . import portal_ticket
from . import portal_thread
from . import portal_deployment
from . import portal_release
