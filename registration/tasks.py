"""What the clock starts for the register."""

import logging

from nssf_portal.celery import app
from registration.services import ageing, lapses, stopping, tallies, waiting

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


@app.task(name="registration.tasks.daily_members")
def daily_members() -> None:
    """What a day does to members: dependants come of age, stops fall due, months stay unpaid. Each is said once."""
    announced, ended = ageing.announce(), ageing.end_those_of_age()
    stopped, warned = stopping.end_due(), lapses.warn()
    log.info("dependants announced %s, of age %s; stops %s; warnings %s", announced, ended, stopped, warned)


@app.task(name="registration.tasks.resume_waiting")
def resume_waiting() -> None:
    """Ask again about certificates, hand on what waited too long, forget drafts nobody goes on with."""
    counted = waiting.resume_waiting()
    deleted = waiting.delete_old_drafts()
    log.info("waiting: %s resumed, %s handed on; %s drafts deleted", counted["resumed"], counted["given_up"], deleted)
