"""What the clock starts for lists of partners."""

import logging

from nssf_portal.celery import app
from outreach.services import listing

log = logging.getLogger(__name__)


@app.task(name="outreach.list_tasks.purge")
def purge() -> None:
    """Names of lists whose days are over."""
    log.info("lists of partners: %s purged", listing.purge())
