from . import test_identify
from . import test_severity
