"""What each kind of work item is called and which page opens it; upper apps register theirs in ready()."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Kind:
    code: str
    name: Promise
    url_name: str  # takes the subject's id
    days_code: str  # the law-book value with the working days the Fund gives itself


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    return _kinds[code]


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


def url_of(kind: str, subject_id: object) -> str:
    return reverse(_kinds[kind].url_name, args=[subject_id])
