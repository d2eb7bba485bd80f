"""What the clock starts for conversion: registrations are given to activities, and communes are ranked."""

import logging

from nssf_portal.celery import app
from outreach.services import attributing, next_places

log = logging.getLogger(__name__)


@app.task(name="outreach.conversion_tasks.nightly")
def nightly() -> None:
    """After the figures of the registers, before people come to work."""
    given = attributing.run()
    log.info("attribution: %s given, %s dropped; %s places", given.added, given.dropped, next_places.refresh())
