"""What the clock starts for requests for incentives."""

import logging

from incentives.services import lapsing
from nssf_portal.celery import app

log = logging.getLogger(__name__)


@app.task(name="incentives.request_tasks.daily_requests")
def daily_requests() -> None:
    """Requests without an answer and consents that are over."""
    swept = lapsing.run()
    log.info("requests for incentives: %s late, %s lapsed", swept.reminded, swept.lapsed)
