"""What the clock starts for activities."""

import logging

from nssf_portal.celery import app
from outreach.services import series

log = logging.getLogger(__name__)


@app.task(name="outreach.activity_tasks.daily_series")
def daily_series() -> None:
    """The next activities of all series that go on."""
    log.info("series: %s activities made", series.make_due())
