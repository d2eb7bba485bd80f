"""Comparing registry records with enterprises: runs by rule, decisions by people, and what decisions teach."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.enums import EnterpriseState, MatchedBy, MatchState, Verdict, Way
from enterprises.matching.grouping import Group
from enterprises.matching.planning import plan
from enterprises.matching.reading import read
from enterprises.matching.reasons import reason_text
from enterprises.matching.running import uncollected
from enterprises.matching.units import Unit
from enterprises.models import (
    Enterprise,
    MatchCandidate,
    MatchDecision,
    MatchRun,
    RegistryBatch,
    RegistryRecord,
    Source,
)
from enterprises.services import match_store
from enterprises.services.match_lessons import Lesson, Taught, lessons, taught
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.ids import uuid7
from nssf_portal.jobs.services import Running, enqueue, register_handler

__all__ = ["Lesson", "Taught", "decide", "lessons", "match", "reason_text", "taught", "undo"]

JOB = "registry.match"
FIGURES = "registry.figures"
Progress = Callable[[int, int], None]


class DecisionRefused(Exception):
    """Somebody decided otherwise already, or the record is not one to decide; the text is for the officer."""


def match(*, source: Source | None = None, by: User | None = None, progress: Progress | None = None) -> MatchRun:
    """Compare what stands with the register and write what differs; run twice, the second changes nothing.

    One run at a time: two that begin together would each make a unit of what two sources say of one. Effects, in
    blocks of their own transactions: links, candidates and targets (known enterprises) of the records; units
    that turned out to be another, and deserted ones, are closed; figures are asked for."""
    with _one_at_a_time():
        return _match(source, by, progress)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """For the whole run, over its many transactions: a connection of its own holds the lock in a transaction.

    So a pooler may stand between, and the lock of a killed worker ends with it."""
    held = connection.copy()
    try:
        held.set_autocommit(False)
        with held.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('registry.match'))")
        yield
    finally:
        held.close()


def _match(source: Source | None, by: User | None, progress: Progress | None) -> MatchRun:
    run = MatchRun.objects.create(source=source, by=by)
    with uncollected():
        wanted = plan(read(source))
    changes = [item for item in wanted if item.differs]
    for start in range(0, len(changes), match_store.BLOCK):
        run.changed += match_store.write(changes[start : start + match_store.BLOCK], by=by)
        if progress:
            progress(min(start + match_store.BLOCK, len(changes)), len(changes))
    match_store.close_deserted(by=by)
    _finish(run, [item.state for item in wanted])
    return run


def _finish(run: MatchRun, states: list[str]) -> None:
    run.records = len(states)
    run.matched, run.possible, run.unmatched = (
        states.count(state) for state in (MatchState.MATCHED, MatchState.POSSIBLE, MatchState.UNMATCHED)
    )
    run.finished_at = timezone.now()
    with transaction.atomic():
        run.save()
        enqueue(kind=FIGURES, subject_id=run.pk, dedup_key=f"{FIGURES}:{run.pk}")


def ask_for_everything(*, day: date) -> None:
    """Once a night every source is compared: an enterprise that registered meanwhile takes its records along."""
    enqueue(kind=JOB, subject_id=uuid7(), dedup_key=f"{JOB}:night:{day}")


def register_job() -> None:
    """Called when the app is ready: after a delivery its source is compared."""
    register_handler(JOB, _work)


def _work(running: Running) -> None:
    """The subject is a delivery; without one (asked for by hand) every source is compared."""
    batch = RegistryBatch.objects.select_related("source").filter(pk=running.job.subject_id).first()
    match(source=batch.source if batch else None, by=running.job.created_by, progress=running.advance)


@transaction.atomic
def decide(*, record: RegistryRecord, enterprise: Enterprise, verdict: str, by: User, why: str = "") -> MatchDecision:
    """Write down what a person decided about a pair; the same decision again is the one that stands.

    Effects: SAME links the record (its former unit is closed when nothing is left of it); NOT_SAME takes the pair
    apart for good; LATER keeps it waiting. Raises DecisionRefused when another enterprise was decided to be it."""
    with acting(by=by, action="registry.decide", reason=why, record=str(record.pk)):
        record = RegistryRecord.objects.select_for_update(of=("self",)).select_related("source").get(pk=record.pk)
        enterprise = _survivor(enterprise)
        same_pair = MatchDecision.objects.standing().filter(record=record, enterprise=enterprise).first()
        if same_pair and same_pair.verdict == verdict:
            return same_pair
        _check(record, enterprise, verdict)
        if same_pair:
            _take_back(same_pair, by)
        score, reasons = _what_the_rule_said(record, enterprise)
        decision = MatchDecision.objects.create(
            record=record, enterprise=enterprise, verdict=verdict, score=score, reasons=reasons, why=why, by=by
        )
        _apply(record, enterprise, verdict)
    return decision


def _survivor(enterprise: Enterprise) -> Enterprise:
    while enterprise.merged_into is not None:
        enterprise = enterprise.merged_into
    return enterprise


def _check(record: RegistryRecord, enterprise: Enterprise, verdict: str) -> None:
    if record.source.way == Way.OWN or record.withdrawn_at:
        raise DecisionRefused(_("This record is not compared: it is our own word, or it was withdrawn."))
    others = MatchDecision.objects.standing().filter(record=record, verdict=Verdict.SAME).exclude(enterprise=enterprise)
    if verdict == Verdict.SAME and others.exists():
        raise DecisionRefused(_("Somebody decided that this record is another enterprise. Undo that decision first."))


def _take_back(decision: MatchDecision, by: User) -> None:
    decision.undone_at, decision.undone_by = timezone.now(), by
    decision.save(update_fields=["undone_at", "undone_by"])


def _what_the_rule_said(record: RegistryRecord, enterprise: Enterprise) -> tuple[object, list[str]]:
    candidate = MatchCandidate.objects.filter(record=record, enterprise=enterprise).first()
    if candidate:
        return candidate.score, candidate.reasons
    if record.enterprise_id == enterprise.pk and record.match_score is not None:
        return record.match_score, record.match_reasons
    return 0, []


def _apply(record: RegistryRecord, enterprise: Enterprise, verdict: str) -> None:
    if verdict == Verdict.SAME:
        _link(record, enterprise, MatchedBy.PERSON, ["by_person"])
    elif verdict == Verdict.NOT_SAME:
        MatchCandidate.objects.filter(record=record, enterprise=enterprise).delete()
        waits = record.match_state == MatchState.POSSIBLE
        if record.enterprise_id == enterprise.pk or (waits and not record.candidates.exists()):
            _place_alone(record)


_STATE = ("enterprise", "match_state", "matched_by", "matched_at", "match_score", "match_reasons")


def _link(record: RegistryRecord, enterprise: Enterprise, by: str, reasons: list[str]) -> None:
    former = record.enterprise_id
    known = enterprise.nssf_number is None
    record.enterprise, record.matched_by, record.matched_at = enterprise, by, timezone.now()
    record.match_state = MatchState.UNMATCHED if known else MatchState.MATCHED
    record.match_reasons, record.match_score = reasons, 1 if by == MatchedBy.PERSON else record.match_score
    record.save(update_fields=_STATE)
    MatchCandidate.objects.filter(record=record).delete()
    match_store.left_behind({former: enterprise.pk} if former and former != enterprise.pk else {})


def _place_alone(record: RegistryRecord) -> None:
    """Nobody's in the register: the unit that shares its number, else one of its own."""
    refused = MatchDecision.objects.standing().filter(record=record, verdict=Verdict.NOT_SAME).values("enterprise")
    known = Enterprise.objects.filter(state=EnterpriseState.KNOWN, nssf_number=None).exclude(pk__in=refused)
    for name in ("tin", "moc_number"):
        number = getattr(record, name)
        if number and (unit := known.filter(**{name: number}).order_by("pk").first()):
            return _link(record, unit, MatchedBy.RULE, ["one_unit"])
    group = Group(Unit(id=record.pk))
    match_store.create_known([(group, record)])
    return _link(record, Enterprise.objects.get(pk=group.id), MatchedBy.RULE, [])


@transaction.atomic
def undo(*, decision: MatchDecision, by: User) -> MatchDecision:
    """Take a decision back; its record waits and is compared at the next run. Undone already: nothing happens."""
    with acting(by=by, action="registry.undo_decision", record=str(decision.record_id)):
        record = RegistryRecord.objects.select_for_update(of=("self",)).get(pk=decision.record_id)
        decision = MatchDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        if decision.undone_at:
            return decision
        _take_back(decision, by)
        if decision.verdict == Verdict.SAME or record.matched_by != MatchedBy.PERSON:
            _wait(record, unlink=decision.verdict == Verdict.SAME)
    return decision


def _wait(record: RegistryRecord, *, unlink: bool) -> None:
    former = record.enterprise_id
    record.match_state, record.matched_by, record.matched_at = MatchState.WAITING, "", None
    record.match_score, record.match_reasons = None, []
    record.enterprise = None if unlink else record.enterprise
    record.save(update_fields=_STATE)
    if unlink and former:
        match_store.left_behind({former: None})
