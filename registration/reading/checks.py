"""The checks of one row that need nothing but the row: required and format first, then one field against another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from nssf_portal.reading.cells import DATE_INVALID, LEADING_ZERO_RESTORED, PHONE_INVALID, SEX_INVALID, WAGE_INVALID

ERROR = "error"
REVIEW = "review"
WARNING = "warning"

REQUIRED_CODE = "required"
DATE_FUTURE = "date_future"
UNDER_AGE = "under_age"
HIRE_BEFORE_WORKING_AGE = "hire_before_working_age"
DUPLICATE_IN_FILE = "duplicate_in_file"
POSSIBLE_DUPLICATE = "possible_duplicate"
ID_CONFLICT = "id_conflict"
TOO_LONG = "too_long"
EMPLOYMENT_OVERLAP = "employment_overlap"
DOCUMENT_REQUIRED = "document_required"
BIRTH_ALTERED = "birth_altered"
OFFICER_ASKS = "officer_asks"

SEVERITIES = {LEADING_ZERO_RESTORED: WARNING, POSSIBLE_DUPLICATE: REVIEW, ID_CONFLICT: REVIEW}
CODES = (  # in the order in which they are shown, an officer's question first
    OFFICER_ASKS,
    DOCUMENT_REQUIRED,
    REQUIRED_CODE,
    DATE_INVALID,
    DATE_FUTURE,
    UNDER_AGE,
    "id_invalid",
    SEX_INVALID,
    WAGE_INVALID,
    PHONE_INVALID,
    TOO_LONG,
    HIRE_BEFORE_WORKING_AGE,
    EMPLOYMENT_OVERLAP,
    DUPLICATE_IN_FILE,
    POSSIBLE_DUPLICATE,
    ID_CONFLICT,
    BIRTH_ALTERED,
    LEADING_ZERO_RESTORED,
)


class Problem(NamedTuple):
    """One finding on one field of a row."""

    field: str
    code: str
    severity: str


def problem(field: str, code: str) -> Problem:
    """A finding with the severity its code always has."""
    return Problem(field, code, SEVERITIES.get(code, ERROR))


@dataclass(frozen=True, slots=True)
class Rules:
    """What the law book says on the day of checking."""

    today: date
    working_age: int = 15
    khmer_id_digits: int = 9


class CheckedRow(NamedTuple):
    """One person of a roster: what was given, what it means, and what is wrong with it."""

    row_no: int
    raw: list[str]
    digest: bytes
    family_name_km: str
    given_name_km: str
    family_name_latin: str
    given_name_latin: str
    key_km: str
    key_latin: str
    sex: str
    born_on: date | None
    born_precision: str
    nationality: str
    id_kind: str
    id_number: str
    hired_on: date | None
    wage: Decimal | None
    wage_currency: str
    phone: str
    position: str
    department: str
    staff_number: str
    member_number: str
    problems: list[Problem]

    @property
    def is_clean(self) -> bool:
        """Whether nothing has to be repaired; warnings do not count."""
        return all(found.severity != ERROR for found in self.problems)


def age_on(born_on: date, day: date) -> int:
    """Full years of age on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def check_birth(born_on: date, rules: Rules) -> str | None:
    """What is wrong with a date of birth that can be read."""
    if born_on > rules.today:
        return DATE_FUTURE
    return UNDER_AGE if age_on(born_on, rules.today) < rules.working_age else None


def check_hire(hired_on: date, born_on: date | None, rules: Rules) -> str | None:
    """What is wrong with a date of hire; compared with the birth only when that one is sound."""
    if hired_on > rules.today:
        return DATE_FUTURE
    if born_on and age_on(born_on, hired_on) < rules.working_age:
        return HIRE_BEFORE_WORKING_AGE
    return None


def mark_duplicates_in_file(rows: Iterable[CheckedRow]) -> Iterator[CheckedRow]:
    """Rows with the second and later use of one identity number marked; the first stays as it was."""
    seen: set[tuple[str, str]] = set()
    for row in rows:
        key = (row.id_kind, row.id_number)
        if row.id_number and not has_error(row.problems, "identity_number"):
            if key in seen:
                row.problems.append(problem("identity_number", DUPLICATE_IN_FILE))
            seen.add(key)
        yield row


def has_error(problems: Iterable[Problem], field: str) -> bool:
    """Whether a field has a finding that must be repaired."""
    return any(found.field == field and found.severity == ERROR for found in problems)
