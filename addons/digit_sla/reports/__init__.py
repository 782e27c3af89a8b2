from . import digit_sla_report
