"""What the clock starts for target lists."""

import logging

from compliance.services import lines, nudging
from nssf_portal.celery import app

log = logging.getLogger(__name__)


@app.task(name="compliance.target_tasks.daily_targets")
def daily_targets() -> None:
    """Who complied by itself leaves the lists, whose time is over is due, and lists of past months close."""
    complied, due = nudging.note_complied(), nudging.chance_over()
    log.info("complied by themselves %s; time is over for %s; lapsed %s", complied, due, lines.month_over())
