"""What each kind of work item is called and which page opens it; upper apps register theirs in ready()."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

if TYPE_CHECKING:
    from nssf_portal.work.many import Bulk


@dataclass(frozen=True)
class Kind:
    code: str
    name: Promise
    url_name: str  # takes the subject's id
    days_code: str  # the law-book value with the working days the Fund gives itself
    bulk: "Bulk | None" = None  # how several clean ones are approved together


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    return _kinds[code]


def find(code: str) -> Kind | None:
    """The kind; none when its app is not here."""
    return _kinds.get(code)


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


_ANY = "00000000-0000-0000-0000-000000000000"


def url_of(kind: str, subject_id: object) -> str:
    """The page of the subject; a list asks 25 times, so an address is worked out once and the id put in."""
    name = _kinds[kind].url_name
    return _pattern(name, get_language(), get_script_prefix(), get_urlconf()).replace(_ANY, str(subject_id))


@lru_cache(maxsize=256)
def _pattern(url_name: str, _language: str | None, _prefix: str, urlconf: str | None) -> str:
    return reverse(url_name, urlconf=urlconf, args=[_ANY])
