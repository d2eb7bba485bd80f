"""MLVT's side of the one calendar: its inspectors' own visits, typed or from a file, and what became of them."""

import csv
import io
import uuid
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from compliance import perms
from compliance.calendar import recent_visit
from compliance.models import Visit
from compliance.services.refusing import Refused
from compliance.units import by_number
from compliance.workflow import VISIT
from enterprises.models import Enterprise
from nssf_portal.accounts.models import Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.khmer.dates import format_date, parse_date
from nssf_portal.law.book import value_or

COLUMNS = ("number", "date", "reason", "note")


class TooSoon(Refused):
    """Somebody was or will be there within the months of the law book: a reason is needed."""

    def __init__(self, near: Visit) -> None:
        day = format_date(near.planned_on, get_language() or "km")
        words = _("%(office)s visits or visited this enterprise on %(day)s. Write why it is visited again so soon.")
        super().__init__(words % {"office": near.office.name, "day": day}, near, "plan")


@dataclass
class Problem:
    row: int
    text: str


@dataclass
class Taken:
    """What became of an uploaded plan, row by row."""

    rows: int = 0
    created: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def labour_office(user: User, enterprise: Enterprise) -> Office | None:
    """The nearest of the user's labour offices that serves the place."""
    mine = [g.office for g in user.active_grants if g.office and g.gives(Permission.READ_SHARED_LABOUR)]
    serving = [office for office in mine if enterprise.commune_code.startswith(office.place_prefix)]
    return max(serving, key=lambda office: len(office.place_prefix), default=None)


@transaction.atomic
def plan(
    enterprise: Enterprise, *, on: date, by: User, submission_id: uuid.UUID, reason: str = "", note: str = ""
) -> tuple[Visit, bool]:
    """A visit of MLVT's, and whether it is new; the same day planned twice is one visit."""
    office = labour_office(by, enterprise)
    if office is None or perms.is_tied(by, enterprise):
        raise Refused(_("This enterprise is not in your places."), enterprise, "plan")
    Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    if there := _known(enterprise, office, on, submission_id):
        return there, False
    if on < timezone.localdate():
        raise Refused(_("The day is past."), enterprise, "plan")
    near = recent_visit(enterprise, on, told_to_labour=True)
    if near and not reason.strip():
        raise TooSoon(near)
    with acting(by=by, action="visit.plan"):
        made = Visit.objects.create(
            submission_id=submission_id,
            enterprise=enterprise,
            commune_code=enterprise.commune_code,
            office=office,
            planned_on=on,
            planned_by=by,
            repeat_reason=reason.strip()[:500] if near else "",
            note=note.strip()[:1000],
        )
    return made, True


def _known(enterprise: Enterprise, office: Office, on: date, submission_id: uuid.UUID) -> Visit | None:
    if sent := Visit.objects.filter(submission_id=submission_id).first():
        return sent
    return Visit.objects.standing().filter(enterprise=enterprise, office=office, planned_on=on).first()


def is_theirs(visit: Visit, user: User) -> bool:
    """A visit of MLVT's own, in the labour inspector's places."""
    own = visit.case_id is None and visit.office.tree == Office.Tree.MLVT
    return own and perms.serves(user, Permission.READ_SHARED_LABOUR, visit.commune_code)


def held(visit: Visit, *, by: User) -> Visit:
    _require_theirs(visit, by)
    if visit.planned_on > timezone.localdate():
        raise Refused(_("The day of this visit is still ahead."), visit, "hold")
    with acting(by=by, action="visit.hold"):
        return VISIT.transition(visit, "hold", held_at=timezone.now(), held_by=by)


def cancel(visit: Visit, *, reason: str, by: User) -> Visit:
    _require_theirs(visit, by)
    if not reason.strip():
        raise Refused(_("Write why the visit is cancelled."), visit, "cancel")
    now = timezone.now()
    with acting(by=by, action="visit.cancel", reason=reason):
        return VISIT.transition(
            visit, "cancel", cancelled_at=now, cancelled_by=by, cancelled_reason=reason.strip()[:500]
        )


def _require_theirs(visit: Visit, by: User) -> None:
    if not is_theirs(visit, by):
        raise PermissionDenied


def take_plan(content: bytes, *, by: User) -> Taken:
    """A CSV file (number, date, reason, note): good rows are planned, each other row says what is wrong with it.

    Sent twice it changes nothing the second time."""
    taken = Taken()
    most = int(value_or("mlvt_plan.rows", 2_000))
    for number, row in enumerate(_rows(content), start=2):
        if taken.rows >= most:
            taken.problems.append(Problem(number, _("The file is too long; from this row on nothing was taken.")))
            break
        if any(row.values()):
            taken.rows += 1
            _take_row(taken, number, row, by)
    return taken


def _take_row(taken: Taken, number: int, row: dict[str, str], by: User) -> None:
    enterprise, day = by_number(row["number"]), parse_date(row["date"], "dmy")
    if enterprise is None or labour_office(by, enterprise) is None:
        taken.problems.append(Problem(number, _("We know no enterprise in your places by this number.")))
        return
    if day.value is None or day.precision != "day":
        taken.problems.append(Problem(number, _("The date cannot be read; write it as 25/12/2026.")))
        return
    try:
        _visit, new = plan(
            enterprise, on=day.value, by=by, submission_id=uuid.uuid4(), reason=row["reason"], note=row["note"]
        )
    except Refused as why:
        taken.problems.append(Problem(number, str(why)))
        return
    taken.created += new
    taken.unchanged += not new


def _rows(content: bytes) -> list[dict[str, str]]:
    """Refused when the file is no table with the columns it needs."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        table = [[cell.strip() for cell in line] for line in reader]
    except (UnicodeDecodeError, csv.Error) as why:
        raise Refused(_("This file is no CSV table in UTF-8. Save it as CSV UTF-8 and send it again."), None) from why
    heads = [head.lower() for head in table[0]] if table else []
    if not {"number", "date"} <= set(heads):
        raise Refused(_("The first row must name the columns: number, date, reason, note."), None)
    found = []
    for line in table[1:]:
        named = dict(zip(heads, line, strict=False))
        found.append({name: named.get(name, "") for name in COLUMNS})
    return found
