"""What the clock starts for reporting."""

import logging

from nssf_portal import tallies
from nssf_portal.celery import app
from reporting.services import alarms

log = logging.getLogger(__name__)


@app.task(name="reporting.tasks.keep_tallies")
def keep_tallies() -> None:
    """Fold every tally and hold it against its register: a difference is an alarm for people, never repaired here."""
    for tally in tallies.every():
        saved = tallies.fold(tally)
        wrong = tallies.differences(tally)
        if wrong:
            alarms.raise_alarm(tally.name, wrong)
            log.error("%s cells of the tally %s differ, first %s: rebuild_tally", len(wrong), tally.name, wrong[0])
        else:
            log.info("the tally %s agrees with its register; folding saved %s rows", tally.name, saved)
