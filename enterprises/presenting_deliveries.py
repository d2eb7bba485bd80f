"""Deliveries as the pages show them: how a source stands, how far a job is, what happened when."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.enums import BatchState
from enterprises.models import RegistryBatch, Source
from enterprises.services import deliveries
from nssf_portal.jobs.models import Job

MEANINGS = {
    BatchState.RECEIVED: "progress",
    BatchState.MAPPING: "waits",
    BatchState.READY: "waits",
    BatchState.LOADING: "progress",
    BatchState.DONE: "ok",
    BatchState.UNREADABLE: "wrong",
    BatchState.CANCELLED: "none",
    BatchState.UNDOING: "progress",
    BatchState.UNDONE: "none",
}
_KINDS = {
    BatchState.RECEIVED: deliveries.CHECK,
    BatchState.LOADING: deliveries.LOAD,
    BatchState.UNDOING: deliveries.UNDO,
}


@dataclass(frozen=True)
class Standing:
    """A source and its last delivery that was taken over."""

    source: Source
    period: str
    received_at: Any
    rows: int
    meaning: str
    word: str


def standing_of(sources: Iterable[Source]) -> list[Standing]:
    """Each source with its last delivery, late or in time by its own rhythm; two queries."""
    found = list(sources)
    last = RegistryBatch.objects.filter(source__in=found, state=BatchState.DONE).order_by("source_id", "-period", "-id")
    by_source = {batch.source_id: batch for batch in last.distinct("source_id")}
    return [_standing(source, by_source.get(source.pk)) for source in found]


def _standing(source: Source, last: RegistryBatch | None) -> Standing:
    if last is None:
        return Standing(source, "", None, 0, "unknown", _("has sent no list yet"))
    late = source.months_between is not None and _months_since(last.period) > source.months_between
    meaning, word = ("waits", _("late")) if late else ("ok", _("in time"))
    return Standing(source, month(last.period), last.received_at, last.rows, meaning, word)


def _months_since(period: str) -> int:
    year, month = map(int, period.split("-"))
    today = timezone.localdate()
    return 12 * (today.year - year) + today.month - month


def month(period: str) -> str:
    """A period as people write it: 10/2026."""
    return "/".join(reversed(period.split("-")))


def progress_of(batch: RegistryBatch) -> dict[str, Any] | None:
    job = Job.objects.filter(kind=_KINDS[BatchState(batch.state)], subject_id=batch.pk).order_by("-id").first()
    if job is None:
        return None
    return {"done": job.done, "total": job.total, "dead": job.state == Job.State.DEAD}


def events_of(batch: RegistryBatch) -> list[dict[str, Any]]:
    """What happened to a delivery, newest first."""
    events = [{"title": _("Received"), "at": batch.received_at, "by": str(batch.received_by or "")}]
    if batch.done_at:
        by = str(batch.loaded_by) if batch.loaded_by else _by_nobody(batch)
        events.append({"title": _("Taken over"), "at": batch.done_at, "by": by})
    if batch.undone_at:
        events.append(
            {"title": _("Undone"), "at": batch.undone_at, "by": str(batch.undone_by), "text": batch.undone_why}
        )
    return events[::-1]


def _by_nobody(batch: RegistryBatch) -> str:
    return _("by command") if batch.channel == "command" else _("by rule: few enough rows were refused")
