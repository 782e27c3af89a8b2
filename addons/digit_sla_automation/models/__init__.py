from . import base_automation
from . import digit_sla_clock
from . import digit_escalation_task
