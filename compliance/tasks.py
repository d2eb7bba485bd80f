"""What the clock starts for compliance."""

import logging

from compliance.services import asking, issuing, minutes, notices, reminding
from nssf_portal.celery import app

log = logging.getLogger(__name__)


@app.task(name="compliance.tasks.daily_declarations")
def daily_declarations() -> None:
    """Reminders to declare, to who has not."""
    log.info("reminders to declare: %s", reminding.remind())


@app.task(name="compliance.tasks.daily_cooperation")
def daily_cooperation() -> None:
    """Questions to communes that nobody answered in time are over; that proves nothing."""
    log.info("questions without an answer: %s", asking.expire_due())


@app.task(name="compliance.tasks.daily_papers")
def daily_papers() -> None:
    """Notices whose time to answer is over, and one reminder before it is."""
    log.info("notices without an answer: %s, reminded: %s", notices.expire_due(), notices.remind())
    log.info("papers set late: %s", issuing.catch_up() + minutes.catch_up())
