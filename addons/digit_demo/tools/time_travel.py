"""Moving the time for what this thread does, without other libraries."""

import threading
from contextlib import contextmanager
from datetime import date, datetime
from unittest.mock import patch

from odoo.orm import fields_temporal


class _AnyDatetime(type(datetime)):
    def __instancecheck__(cls, instance):
        return isinstance(instance, datetime)


def _stand_in(moment):
    """A ``datetime`` that reads ``moment`` as now, in this thread alone."""
    thread = threading.get_ident()

    class MovedDatetime(datetime, metaclass=_AnyDatetime):
        @classmethod
        def now(cls, tz=None):
            if threading.get_ident() == thread:
                return moment.replace(tzinfo=None)
            return datetime.now(tz)

    return MovedDatetime


class _AnyDate(type(date)):
    def __instancecheck__(cls, instance):
        return isinstance(instance, date)


def _stand_in_date(moment):
    """A ``date`` that reads the day of ``moment`` as today, in this thread alone."""
    thread = threading.get_ident()

    class MovedDate(date, metaclass=_AnyDate):
        @classmethod
        def today(cls):
            return moment.date() if threading.get_ident() == thread else date.today()

    return MovedDate


@contextmanager
def moved_to(env, moment):
    """Have the ORM believe that it is ``moment``, a naive datetime in UTC.

    ``fields.Datetime.now()``, ``fields.Date.today()`` and the time of the transaction
    are moved. What is still to be computed or tracked is done in the time to which it
    belongs.
    """
    env.flush_all()
    env.cr.precommit.run()
    with (
        patch.object(fields_temporal, "datetime", _stand_in(moment)),
        patch.object(fields_temporal, "date", _stand_in_date(moment)),
        patch.object(env.cr, "now", lambda: moment),
    ):
        yield
        env.flush_all()
        env.cr.precommit.run()
