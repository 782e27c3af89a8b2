from . import digit_level_handover
from . import digit_release_install
