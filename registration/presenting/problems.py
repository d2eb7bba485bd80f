"""Rows to repair, in groups: one per kind of problem, most important first, a page of rows in each."""

import copy
import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import get_language, ngettext

from nssf_portal.khmer.dates import format_date, parse_date
from registration.enums import PairState, RowState, Severity, Sex
from registration.models import DuplicatePair, Roster, RosterProblem, RosterRow
from registration.presenting.words import plural_of
from registration.reading.checks import CODES
from registration.reading.words import FIELD_LABELS, describe, suggest_fix
from registration.services.repairing import edits_of, shown_value

PAGE = 50
SAME_FIX_MOST = 2_000  # repaired at one press; the rest keeps its button
_FIXABLE = ("id_invalid", "phone_invalid")
# The kind of document changes what an identity number should look like, so it makes its own group.
KIND = Case(When(code="id_invalid", then=F("row__identity_kind")), default=Value(""))


@dataclass(frozen=True)
class Key:
    """What makes a group: the field, what is wrong with it, and for numbers the kind of document."""

    field: str
    code: str
    kind: str = ""

    def __str__(self) -> str:
        return ".".join((self.field, self.code, self.kind))

    @classmethod
    def parse(cls, text: str) -> "Key | None":
        parts = text.split(".")
        return cls(*parts) if len(parts) == 3 and parts[0] in FIELD_LABELS else None


@dataclass
class Line:
    """One row in a group: who, what stands there, what to do, and the box to repair it in."""

    row: RosterRow
    given: str
    typed: str
    advice: str
    value: str
    choices: list[tuple[str, str]] = field(default_factory=list)
    asks_one_name: bool = False
    wants_document: bool = False
    question: str = ""

    @property
    def stamp(self) -> str:
        return stamp(self.row)


@dataclass
class Group:
    """All rows with one kind of problem."""

    key: Key
    count: int
    lines: list[Line]
    page: int = 1
    is_open: bool = False
    fixable: int = 0

    @property
    def title(self) -> str:
        first = self.lines[0] if self.lines else None
        return describe(self.key.code, self.key.field, first.given if first else "", self.key.kind).title

    @property
    def label(self) -> str:
        return str(FIELD_LABELS[self.key.field])

    @property
    def rows_label(self) -> str:
        return plural_of(ngettext("%(n)s row", "%(n)s rows", self.count), self.count)

    @property
    def pages(self) -> int:
        return math.ceil(self.count / PAGE)

    @property
    def page_numbers(self) -> list[int]:
        """The first, the last and those around this one."""
        near = range(self.page - 2, self.page + 3)
        return sorted({1, self.pages, *(n for n in near if 1 <= n <= self.pages)})

    @property
    def save_label(self) -> str:
        return plural_of(
            ngettext("Save and check this row", "Save and check these %(n)s", len(self.lines)), len(self.lines)
        )

    @property
    def fix_label(self) -> str:
        return plural_of(
            ngettext("Put the zero back in %(n)s row", "Put the zero back in %(n)s rows", self.fixable), self.fixable
        )

    @property
    def fix_question(self) -> str:
        return plural_of(
            ngettext("Same fix for %(n)s of them?", "Same fix for %(n)s of them?", self.fixable), self.fixable
        )

    @property
    def takes_one_for_all(self) -> bool:
        """Hired on one day, paid one wage: many rows may want the same answer; no two people share a number."""
        return len(self.lines) > 1 and self.key.field in ("hired_on", "wage", "nationality", "sex")

    @property
    def has_documents(self) -> bool:
        return any(line.wants_document for line in self.lines)


def stamp(row: RosterRow) -> str:
    """Changes with every edit of the row, says nothing about it: how an old page is recognised."""
    return hashlib.sha256(bytes(row.edits or b"") + row.state.encode()).hexdigest()[:16]


def as_sent(row: RosterRow, name: str) -> str:
    """What the file says in a field, whatever was typed since."""
    untouched = copy.copy(row)
    untouched.edits = None
    return shown_value(untouched, name)


def open_problems(roster: Roster) -> QuerySet[RosterProblem]:
    found = RosterProblem.objects.filter(row__roster=roster, row__state=RowState.REPAIR, severity=Severity.ERROR)
    return found.annotate(kind=KIND)


def groups(roster: Roster, *, opened: Key | None = None, page: int = 1, with_rows: bool = True) -> list[Group]:
    """Every group with its count; the rows of its first page, or of `page` for the one that is opened."""
    counted = open_problems(roster).order_by().values("field", "code", "kind").annotate(n=Count("pk"))
    sizes = {Key(c["field"], c["code"], c["kind"]): c["n"] for c in counted}
    ordered = sorted(sizes, key=lambda key: (-sizes[key], CODES.index(key.code), key.field))
    if not ordered:
        return []
    opened = opened if opened in sizes else ordered[0]
    page = min(max(page, 1), math.ceil(sizes[opened] / PAGE))
    lines = _lines(roster, opened, page) if with_rows else {}
    found = [Group(key, sizes[key], lines.get(key, []), is_open=key == opened) for key in ordered]
    for group in found:
        group.page = page if group.is_open else 1
        group.fixable = fixable_count(roster, group) if with_rows else 0
    return found


def _lines(roster: Roster, opened: Key, page: int) -> dict[Key, list[Line]]:
    problems = open_problems(roster).select_related("row")
    turn = Window(RowNumber(), partition_by=[F("field"), F("code"), F("kind")], order_by="row__row_no")
    found = list(problems.annotate(turn=turn).filter(turn__lte=PAGE).order_by("row__row_no"))
    if page > 1:
        found = [p for p in found if Key(p.field, p.code, p.kind) != opened]
        start = (page - 1) * PAGE
        found += of_group(problems, opened)[start : start + PAGE]
    questions = _questions(p.row_id for p in found if p.code == "officer_asks")
    lines: dict[Key, list[Line]] = {}
    for problem in found:
        lines.setdefault(Key(problem.field, problem.code, problem.kind), []).append(_line(problem, questions))
    return lines


def of_group(problems: QuerySet[RosterProblem], key: Key) -> QuerySet[RosterProblem]:
    return problems.filter(field=key.field, code=key.code, kind=key.kind).order_by("row__row_no")


def _questions(rows: Iterable[Any]) -> Mapping[Any, str]:
    keys = list(rows)
    asked = DuplicatePair.objects.filter(row__in=keys, state=PairState.ASKED) if keys else []
    return {pair.row_id: pair.note for pair in asked}


def _line(problem: RosterProblem, questions: Mapping[Any, str]) -> Line:
    row, name, code = problem.row, problem.field, problem.code
    given, typed = as_sent(row, name), edits_of(row).get(name, "")
    now = typed or given
    fixes = suggest_fix(name, code, now, row.identity_kind or "khmer_id")
    only = fixes[0] if len(fixes) == 1 else ""
    return Line(
        row=row,
        given=given,
        typed=typed,
        advice=describe(code, name, now, row.identity_kind).what_to_do,
        value=only or typed,
        choices=_choices(name, code, fixes, now),
        asks_one_name=code == "required" and name in ("family_name", "given_name"),
        wants_document=code in ("under_age", "document_required"),
        question=questions.get(row.pk, ""),
    )


def _choices(name: str, code: str, fixes: list[str], now: str) -> list[tuple[str, str]]:
    if name == "sex":
        return [(value, label) for value, label in Sex.choices]
    if code == "date_invalid" and len(fixes) > 1:
        days = parse_date(now).readings
        return [(day.isoformat(), format_date(day, get_language() or "km")) for day in days]
    return []


def fixes_of_group(roster: Roster, key: Key) -> dict[int, str]:
    """Row number to the one value that mends it, for the first rows of a group that have just one."""
    if key.code not in _FIXABLE:
        return {}
    found: dict[int, str] = {}
    rows = of_group(open_problems(roster).select_related("row"), key)[:SAME_FIX_MOST]
    for problem in rows:
        row = problem.row
        fixes = suggest_fix(key.field, key.code, shown_value(row, key.field), row.identity_kind or "khmer_id")
        if len(fixes) == 1:
            found[row.row_no] = fixes[0]
    return found


def fixable_count(roster: Roster, group: Group) -> int:
    """How many rows one press would mend; one alone needs no bar, its box is filled already."""
    if group.key.code not in _FIXABLE:
        return 0
    if group.pages > 1:
        count = len(fixes_of_group(roster, group.key))
    else:
        count = sum(1 for line in group.lines if line.value and line.value != line.typed)
    return count if count > 1 else 0
