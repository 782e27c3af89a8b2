from . import digit_eosl_radar
