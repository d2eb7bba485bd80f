"""Which members to compare a person with, of three million: by indexes only, a few hundred at most.

By number and by phone; then in two steps: names like the person's among the distinct ones, and of the members who bear
them those whose birth date may be the person's."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from nssf_portal.law import book
from registration.candidates import births
from registration.candidates.people import Person
from registration.candidates.sounds import skeleton
from registration.enums import Precision
from registration.models.member import Member, MemberIdentifier

_NAMES_EACH = 80  # names of one script or sound
_MEMBERS = 600
_PHONE_MOST = 50  # a phone shared by more says nothing

# The threshold belongs to `%%`, which lets the trigram index answer.
_LIKE_KEYS = """
(SELECT n.key FROM registration_membername n WHERE n.key %% %s ORDER BY similarity(n.key, %s) DESC, n.key LIMIT %s)
"""
_LIKE_SOUNDS = """
(SELECT n.key FROM registration_membername n WHERE n.sound %% %s ORDER BY similarity(n.sound, %s) DESC, n.key LIMIT %s)
"""
_BORN = "born_on = ANY(%(days)s::date[])"
_BORN_IN_YEAR = "born_on BETWEEN %(first)s AND %(last)s"
_BEARERS = """
(SELECT m.id FROM registration_member m WHERE m.{column} = ANY(%(names)s::text[]) AND m.{born}
    AND m.merged_into_id IS NULL AND (%(sex)s = '' OR m.sex = %(sex)s) LIMIT %(most)s)
"""


@dataclass
class Found:
    """Members to compare with, and what an index already said of them."""

    members: list[Member] = field(default_factory=list)
    by_number: set[uuid.UUID] = field(default_factory=set)
    by_phone: set[uuid.UUID] = field(default_factory=set)
    common_name: bool = False


@transaction.atomic
def retrieve(person: Person) -> Found:
    """At most some hundreds of members, merged ones left out; the person's own record too."""
    found = Found(by_number=_holders(person), by_phone=_phones(person), common_name=_is_common(person))
    wanted = found.by_number | found.by_phone | _by_name(person)
    wanted.discard(person.member_id)  # type: ignore[arg-type]
    found.members = list(Member.objects.filter(pk__in=wanted, merged_into__isnull=True).order_by("id"))
    return found


def _holders(person: Person) -> set[uuid.UUID]:
    """Two questions, because each has an index of its own: who holds a number, and who claims it."""
    indexes = [index for _kind, index in person.numbers]
    if not indexes:
        return set()
    held = MemberIdentifier.objects.filter(~Q(kind="phone"), blind_index__in=indexes, superseded_at__isnull=True)
    return {
        member
        for disputed in (False, True)
        for member in held.filter(disputed=disputed).order_by().values_list("member_id", flat=True)
    }


def _phones(person: Person) -> set[uuid.UUID]:
    if person.phone is None:
        return set()
    held = MemberIdentifier.objects.filter(kind="phone", blind_index=person.phone, superseded_at__isnull=True)
    members = set(held.order_by().values_list("member_id", flat=True)[: _PHONE_MOST + 1])
    return members if len(members) <= _PHONE_MOST else set()


def _by_name(person: Person) -> set[uuid.UUID]:
    names = _likely_names(person)
    if not names:
        return set()
    born, values = _born(person)
    values |= {"names": names, "sex": person.sex, "most": _MEMBERS}
    sql = " UNION ".join(_BEARERS.format(column=column, born=born) for column in ("key_km", "key_latin"))
    return {row[0] for row in _ask(sql, values)}


def _likely_names(person: Person) -> list[str]:
    """The keys themselves in both orders, and those like them by letters or by sound, of either script."""
    keys = [key for key in (person.key_km, person.key_latin) if key]
    if not keys:
        return []
    sounds = {sound for key in keys if len((sound := skeleton(key)).replace(" ", "")) > 1}
    asked = [(_LIKE_KEYS, key) for key in keys] + [(_LIKE_SOUNDS, sound) for sound in sorted(sounds)]
    likeness = book.value_or("matching.name_likeness", 0.3)
    _ask("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(likeness)])
    values = [value for _sql, text in asked for value in (text, text, _NAMES_EACH)]
    like = {row[0] for row in _ask(" UNION ".join(sql for sql, _text in asked), values)}
    swapped = {" ".join(filter(None, reversed(parts))) for parts in (person.km, person.latin)}
    return sorted((like | swapped | set(keys)) - {""})


def _born(person: Person) -> tuple[str, dict[str, Any]]:
    """A birth date known by its year only may be any day of it."""
    day = person.born_on
    if day is None:
        return "born_on IS NOT NULL", {}
    if person.born_precision != Precision.DAY or births.is_default(day, person.born_precision):
        return _BORN_IN_YEAR, {"first": date(day.year, 1, 1), "last": date(day.year, 12, 31)}
    return _BORN, {"days": births.near(day)}


def _is_common(person: Person) -> bool:
    """Whether so many members bear the name that it says less; counted to the limit, never further."""
    most = int(book.value_or("matching.common_name.bearers", 500))
    key, column = (person.key_km, "key_km") if person.key_km else (person.key_latin, "key_latin")
    if not key:
        return False
    sql = f"SELECT count(*) FROM (SELECT FROM registration_member WHERE {column} = %s LIMIT %s) few"  # noqa: S608
    return int(_ask(sql, [key, most + 1])[0][0]) > most


def _ask(sql: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
