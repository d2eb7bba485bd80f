"""What the clock starts for the register of enterprises."""

import logging

from enterprises import figures
from enterprises.services import rounds
from nssf_portal.celery import app

log = logging.getLogger(__name__)


@app.task(name="enterprises.tasks.nightly_figures")
def nightly_figures() -> None:
    """Requests whose last day is over end first; then units and sources are counted."""
    expired = rounds.expire_due()
    log.info("requests expired %s; cells of units counted %s", expired, figures.refresh())
