from . import test_automation
from . import test_translations
