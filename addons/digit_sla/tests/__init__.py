from . import test_access
from . import test_clock
from . import test_js
from . import test_metrics
from . import test_policy
from . import test_portal
from . import test_queues
from . import test_tour
