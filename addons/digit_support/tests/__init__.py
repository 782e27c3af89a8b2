from . import test_access
from . import test_identify
from . import test_severity
from . import test_mail_intake
from . import test_mail_replies
from . import test_mail_strangers
