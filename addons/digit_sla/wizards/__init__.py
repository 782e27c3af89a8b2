from . import digit_schedule_holidays
from . import digit_schedule_holidays_line
from . import digit_schedule_hours
from . import digit_sla_policy_test
from . import digit_ticket_escalate
from . import digit_ticket_recall
from . import digit_escalation_simulate
