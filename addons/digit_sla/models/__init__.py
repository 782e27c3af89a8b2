from . import digit_sla_schedule
from . import resource_calendar
from . import digit_sla_policy
from . import digit_sla_target
from . import digit_sla_clock
from . import digit_sla_clock_event
from . import digit_programme
from . import helpdesk_ticket
