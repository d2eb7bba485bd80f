"""What members and applicants read about their own applications."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from registration.enums import ApplicantPath, ApplicationKind, ApplicationState, CorrectionCode
from registration.models import Application

_MEANINGS = {
    ApplicationState.APPROVED: "ok",
    ApplicationState.RETURNED: "waits",
    ApplicationState.REFUSED: "wrong",
    ApplicationState.WITHDRAWN: "none",
    ApplicationState.DRAFT: "waits",
}


@dataclass(frozen=True)
class Line:
    """One application in a list: what, where it stands, and until when an answer is expected."""

    application: Application
    title: Any
    meaning: str
    due_on: Any


def application_lines(applications: Iterable[Application]) -> list[Line]:
    return [_line(application) for application in applications]


def _line(one: Application) -> Line:
    item = one.work_item
    due = item.due_on if item and item.is_open else None
    return Line(one, _title(one), _MEANINGS.get(ApplicationState(one.state), "progress"), due)


def _title(one: Application) -> Any:
    if one.kind == ApplicationKind.CORRECTION:
        known = one.correction in CorrectionCode.values
        return CorrectionCode(one.correction).label if known else one.get_kind_display()
    return ApplicantPath(one.path).label
