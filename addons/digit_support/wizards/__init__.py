from . import digit_level_handover
