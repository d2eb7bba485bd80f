"""What the clock starts for the register."""

import logging

from nssf_portal.celery import app
from registration.services import tallies, waiting

log = logging.getLogger(__name__)


@app.task(name="registration.tasks.keep_tally")
def keep_tally() -> None:
    """Fold the counts of new members, and hold them against the register: a difference is an operator's matter."""
    saved = tallies.fold()
    wrong = tallies.differences()
    if wrong:
        log.error("%s cells of the tally differ from the register, first %s: rebuild_tally", len(wrong), wrong[0])
    else:
        log.info("the tally agrees with the register; folding saved %s rows", saved)


@app.task(name="registration.tasks.resume_waiting")
def resume_waiting() -> None:
    """Ask again about certificates, hand on what waited too long, forget drafts nobody goes on with."""
    counted = waiting.resume_waiting()
    deleted = waiting.delete_old_drafts()
    log.info("waiting: %s resumed, %s handed on; %s drafts deleted", counted["resumed"], counted["given_up"], deleted)
