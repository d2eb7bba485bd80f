"""What the clock starts for the register of enterprises."""

import logging

from django.utils import timezone

from enterprises import figures
from enterprises.services import matching, rounds
from nssf_portal.celery import app

log = logging.getLogger(__name__)


@app.task(name="enterprises.tasks.nightly_figures")
def nightly_figures() -> None:
    """Requests whose last day is over end first; then units and sources are counted, and once more when compared."""
    expired = rounds.expire_due()
    matching.ask_for_everything(day=timezone.localdate())
    log.info("requests expired %s; cells of units counted %s", expired, figures.refresh())
