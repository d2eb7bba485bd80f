"""What the clock starts for attendance."""

import logging

from nssf_portal.celery import app
from outreach.services import purging

log = logging.getLogger(__name__)


@app.task(name="outreach.attendance_tasks.purge")
def purge() -> None:
    """Names and numbers of who came or signed up, when the law book's days are over."""
    gone = purging.run()
    log.info(
        "attendance: %s lines and %s sign-ups without names now, %s digests gone",
        gone.attendances,
        gone.sign_ups,
        gone.digests,
    )
