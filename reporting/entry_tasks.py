"""What the clock starts for progress entries."""

import logging

from django.utils import timezone

from nssf_portal.celery import app
from reporting.periods import Period
from reporting.services import calling, chasing

log = logging.getLogger(__name__)


@app.task(name="reporting.entry_tasks.daily_progress")
def daily_progress() -> None:
    """The quarter that is over is called once, late when the clock stood still; then who owes is reminded."""
    over = Period.quarter_of(timezone.localdate()).before
    if calling.plan_of(over):
        calling.open_call(over)
    log.info("institutions reminded of progress: %s", chasing.run())
