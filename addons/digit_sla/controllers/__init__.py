from . import escalation_link
from . import portal_escalation
