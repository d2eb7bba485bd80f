"""What the clock starts for public events."""

import logging

from nssf_portal.celery import app
from outreach.services import reminding

log = logging.getLogger(__name__)


@app.task(name="outreach.event_tasks.daily_reminders")
def daily_reminders() -> None:
    """Whoever signed up for tomorrow gets one message."""
    log.info("reminders of events: %s", reminding.run())
