"""What the clock starts for the register."""

import logging

from nssf_portal.celery import app
from registration.core import blocks, delivering, reconciling
from registration.services import ageing, lapses, stop_bookings, stopping, stops, waiting

log = logging.getLogger(__name__)


@app.task(name="registration.tasks.daily_members")
def daily_members() -> None:
    """What a day does to members: dependants come of age, stops fall due, months stay unpaid. Each is said once."""
    announced, ended = ageing.announce(), ageing.end_those_of_age()
    stopped, warned = stopping.end_due(), lapses.warn()
    log.info("dependants announced %s, of age %s; stops %s; warnings %s", announced, ended, stopped, warned)


@app.task(name="registration.tasks.daily_stops")
def daily_stops() -> None:
    """Remind who booked, close what nobody closed, forget names and phones of stops that are over."""
    reminded, closed, purged = stop_bookings.remind(), stops.close_forgotten(), stop_bookings.purge()
    log.info("stops: %s reminded, %s closed, %s bookings without a name now", reminded, closed, purged)


@app.task(name="registration.tasks.resume_waiting")
def resume_waiting() -> None:
    """Ask again about certificates, hand on what waited too long, forget drafts nobody goes on with."""
    counted = waiting.resume_waiting()
    deleted = waiting.delete_old_drafts()
    log.info("waiting: %s resumed, %s handed on; %s drafts deleted", counted["resumed"], counted["given_up"], deleted)


@app.task(name="registration.tasks.core_deltas")
def core_deltas() -> None:
    """Each night: what changed here, in files for the core system."""
    made = delivering.make_deltas()
    log.info("%s deltas for the core system, %s rows", len(made), sum(delta.rows for delta in made))


@app.task(name="registration.tasks.core_watch")
def core_watch() -> None:
    """Each hour: a control file that did not come, and numbers that run out, are an operator's matter."""
    if reconciling.is_late(reconciling.latest()):
        log.error("the core system's control file of %s has not arrived", reconciling.awaited_day())
    for supply in blocks.running_out():
        log.error("numbers run out: %s, %s left: ask the core system for another block", supply.kind, supply.left)
