"""Writing the exchange log so that nothing takes a line back: not the request's end, not a rollback, not a kill.

A line is written on a connection of its own (`evidence`, autocommit), beside the transaction of the request or job.
It may name a user whom that transaction has just made: the log has no foreign key in the database (exchange 0001).
Lines are never changed: what was sent and what came of it are two lines of one X-Road message.
Tests run inside a transaction that is thrown away; there the log stays on their connection.
"""

from typing import Any

from django.conf import settings

from nssf_portal.exchange.models import Exchange, ExchangeQuerySet


def write(**values: Any) -> Exchange:
    """Add a line, at once and for good, whatever becomes of the transaction around the caller."""
    return Exchange.objects.using(settings.EXCHANGE_LOG_DATABASE).create(**values)


def lines() -> ExchangeQuerySet:
    """Read the log where it is written, so that a long transaction sees the newest line too."""
    return Exchange.objects.using(settings.EXCHANGE_LOG_DATABASE)
