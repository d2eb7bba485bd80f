"""What the clock starts for emergency reliefs."""

import logging

from incentives.services import interventions
from nssf_portal.celery import app

log = logging.getLogger(__name__)


@app.task(name="incentives.emergency_tasks.daily_emergencies")
def daily_emergencies() -> None:
    """Emergency reliefs whose last month is over expire."""
    log.info("emergency reliefs expired: %s", interventions.expire())
