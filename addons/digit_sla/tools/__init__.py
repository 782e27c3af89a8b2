from . import business_hours
from . import clock
from . import escalation
from . import state
from . import term
from . import timeline
from . import what_if
