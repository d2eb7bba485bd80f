"""A study on its way from question to decision; whoever wrote the findings does not write the decision."""

import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from incentives.enums import FigureTable, StudyState
from incentives.models import IncentiveStudy, Simulation, StudyDocument, StudyFigure
from incentives.studies import simulating, tables
from incentives.workflow import STUDY
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents.models import Upload
from nssf_portal.references import new_reference

_PREFIX = "STU"


def open_study(*, by: User, submission_id: uuid.UUID, **fields: Any) -> IncentiveStudy:
    """A question to be looked into; the same submission again is the same study. Effects: the study."""
    earlier = IncentiveStudy.objects.filter(submission_id=submission_id).first()
    if earlier:
        return earlier
    with acting(by=by, action="study.open"):
        given = {"reference": new_reference(_PREFIX, letters=7), "opened_by": by, **fields}
        return IncentiveStudy.objects.get_or_create(submission_id=submission_id, defaults=given)[0]


@transaction.atomic
def change(study: IncentiveStudy, *, by: User, **fields: Any) -> IncentiveStudy:
    """Question, method, partner and day, while it is worked on. Effects: those fields."""
    locked = _locked(study)
    _require_open(locked)
    for name, value in fields.items():
        setattr(locked, name, value)
    with acting(by=by, action="study.change"):
        locked.save(update_fields=list(fields))
    return locked


@transaction.atomic
def find(study: IncentiveStudy, *, findings: str, by: User) -> IncentiveStudy:
    """What was found; written again until it is decided. Effects: findings, by whom and when, the state."""
    if not findings.strip():
        raise Refused(_("Write what was found first."), study, "find")
    with acting(by=by, action="study.find"):
        return STUDY.transition(study, "find", findings=findings, found_by=by, found_at=timezone.now())


@transaction.atomic
def decide(study: IncentiveStudy, *, decision: str, reference: str, decided_on: date, by: User) -> IncentiveStudy:
    """The second step, by another person than the findings'. Effects: the decision and its day, the state."""
    if why := why_not_decide(_locked(study), by):
        raise Refused(why, study, "decide")
    if decided_on > timezone.localdate():
        raise Refused(_("The day of the decision is still to come."), study, "decide")
    fields = {"decision": decision, "decision_reference": reference, "decided_on": decided_on}
    with acting(by=by, action="study.decide"):
        return STUDY.transition(study, "decide", decided_by=by, decided_at=timezone.now(), **fields)


def why_not_decide(study: IncentiveStudy, by: User) -> str:
    """Why this person does not write the decision; empty when nothing stands in the way."""
    if study.state != StudyState.FOUND:
        return _("A decision follows findings: write them first.")
    if study.found_by_id == by.pk:
        return _("You wrote the findings; somebody else writes the decision down.")
    return ""


@transaction.atomic
def reopen(study: IncentiveStudy, *, by: User) -> IncentiveStudy:
    """Back to work; what was found and decided stays in the history. Effects: the state, findings no longer signed."""
    unsigned = dict.fromkeys(("found_at", "found_by", "decided_at", "decided_by", "decided_on"))
    with acting(by=by, action="study.reopen"):
        return STUDY.transition(study, "reopen", **unsigned)


@transaction.atomic
def drop(study: IncentiveStudy, *, by: User) -> IncentiveStudy:
    """Given up; it can be taken up again. Effects: the state."""
    with acting(by=by, action="study.drop"):
        return STUDY.transition(study, "drop")


@transaction.atomic
def add_document(study: IncentiveStudy, *, title: str, upload: Upload, by: User) -> StudyDocument:
    """A paper of the study; the same upload again is the same paper. Effects: the document."""
    with acting(by=by, action="study.document"):
        return StudyDocument.objects.get_or_create(
            study=_locked(study), upload=upload, defaults={"title": title, "added_by": by}
        )[0]


@transaction.atomic
def keep_copy(study: IncentiveStudy, table: FigureTable, *, by: User) -> list[StudyFigure]:
    """A table as it stands now, for the study; once a day is enough. Effects: a figure for each row."""
    locked = _locked(study)
    _require_open(locked)
    if kept := kept_today(locked, table):
        return kept
    now, counted = timezone.now(), tables.live(table)
    with acting(by=by, action="study.keep"):
        return StudyFigure.objects.bulk_create(
            StudyFigure(
                study=locked,
                table=table,
                taken_at=now,
                taken_by=by,
                key=cell.key,
                enterprises=cell.enterprises,
                workers=cell.workers,
            )
            for cell in counted.cells
        )


def kept_today(study: IncentiveStudy, table: FigureTable) -> list[StudyFigure]:
    """The copy that was taken today, if one was."""
    return list(study.figures.filter(table=table, taken_at__date=timezone.localdate()))


def simulate(study: IncentiveStudy, given: Simulation, *, by: User, submission_id: uuid.UUID) -> Simulation:
    """Works a scheme out and keeps the answer with its assumptions; the same submission again is the same one.

    Effects: the simulation."""
    earlier = Simulation.objects.filter(submission_id=submission_id).first()
    if earlier:
        return earlier
    outcome = simulating.simulate(given)
    given.study, given.submission_id, given.made_by = study, submission_id, by
    for name in ("enterprises", "workers", "cost", "rests_on_unconfirmed", "why_not"):
        setattr(given, name, getattr(outcome, name))
    with transaction.atomic(), acting(by=by, action="study.simulate"):
        _require_open(_locked(study))
        if earlier := Simulation.objects.filter(submission_id=submission_id).first():  # a double click waited here
            return earlier
        given.save(force_insert=True)
    return given


def _locked(study: IncentiveStudy) -> IncentiveStudy:
    return IncentiveStudy.objects.select_for_update(of=("self",)).get(pk=study.pk)


def _require_open(study: IncentiveStudy) -> None:
    if study.state not in (StudyState.OPEN, StudyState.FOUND):
        raise Refused(_("This study is closed. Take it up again first."), study, "change")
