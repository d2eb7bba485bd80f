"""Finding members: by number, by a whole ID or phone number, by the beginning of a name, by a name nearly so.

Nothing else lists. Each question is answered from one index over three million members (bench, numbers 3 and 4)."""

import re
import uuid
from collections import Counter
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import F, OrderBy, Prefetch, QuerySet
from django.db.models.expressions import RawSQL

from nssf_portal.accounts.models import User
from nssf_portal.identifiers.crypto import blind_index
from nssf_portal.identifiers.models import Identifier
from nssf_portal.khmer.cleaning import clean, has_khmer
from nssf_portal.khmer.keys import search_key
from nssf_portal.khmer.phones import normalise_phone
from nssf_portal.law.book import value_or
from nssf_portal.reading.cells import tidy_identity
from registration.candidates.likeness import likeness
from registration.identity import identity_index, phone_index
from registration.models import Employment, Member, MemberIdentifier
from registration.reading.nationalities import all_codes

MOST = 25
NAMES = 20  # distinct names looked at for one that is typed nearly right
_RANKED, _SIGNS = 400, 2
_NEAR, _LEAST = 0.8, 0.18
SHORTEST_NUMBER, SHORTEST_NAME = 4, 2
_NATIVE = (
    Identifier.Kind.KHMER_ID,
    Identifier.Kind.KIDC,
    Identifier.Kind.BIRTH_CERTIFICATE,
    Identifier.Kind.FAMILY_BOOK,
    Identifier.Kind.RESIDENCE_BOOK,
)
_NUMBER = re.compile(r"[A-Z0-9/]{4,40}")


@dataclass(frozen=True)
class Found:
    """At most 25 members, whether there are more, whether the text was long enough; and who is called nearly so."""

    members: list[Member]
    more: bool = False
    too_short: bool = False
    alike: list[Member] = field(default_factory=list)


class _InIndexOrder(OrderBy):
    """The order of a `pattern_ops` index, so that the first 25 are read off it and nothing is sorted."""

    template = "%(expression)s USING ~<~ /* ASC */"  # Django looks for a direction, PostgreSQL takes none here


def find(text: str, *, by: User) -> Found:
    """Members in the user's scope; digits mean a number, anything else a name."""
    text = clean(text)
    number = tidy_identity(text)
    if any(c.isdigit() for c in number) and _NUMBER.fullmatch(number.lstrip("+")):
        exact = _limited(by_whole_number(text, by=by))
        return exact if exact.members else _limited(by_member_number(number, by=by))
    if len(search_key(text)) < SHORTEST_NAME or any(c.isdigit() for c in number):
        return Found([], too_short=True)
    found = _limited(by_name(text, by=by))
    if len(found.members) >= MOST:
        return found
    return Found(found.members, alike=_alike(text, found.members, by=by))


def _alike(text: str, found: list[Member], *, by: User) -> list[Member]:
    """Bearers of names typed nearly so, the nearest names first, to fill the page."""
    key = search_key(text)
    shown = {member.pk for member in found}
    ids = [pk for pk in bearers(key, likely_names(key), by=by) if pk not in shown][: MOST - len(found)]
    ready = {member.pk: member for member in _ready(Member.objects.filter(pk__in=ids).order_by("id"))}
    return [ready[pk] for pk in ids]


@transaction.atomic
def likely_names(key: str, most: int = NAMES) -> list[str]:
    """The distinct names most like a key; the first of the two steps.

    Trigrams find them, first as near as one mistake leaves a name, further off only when nothing is that near; the
    number of signs to change puts them in order."""
    wide = float(value_or("matching.name_likeness", 0.3))
    for threshold in sorted({_after_one_mistake(key), min(_after_one_mistake(key), wide)}, reverse=True):
        scored = [(_typed_for(key, name), name) for name in _ask_names(key, threshold)]
        if scored and max(scored)[0] >= _NEAR:
            break
    return [name for _score, name in sorted(scored, key=lambda pair: -pair[0])][:most]


def _typed_for(key: str, name: str) -> float:
    """How near; 0 at once for names of which more than two signs are other ones, as most are."""
    if abs(len(key) - len(name)) > _SIGNS:
        return 0.0
    given, known = Counter(key), Counter(name)
    if (given - known).total() > _SIGNS or (known - given).total() > _SIGNS:
        return 0.0
    return likeness(key, name)


def _after_one_mistake(key: str) -> float:
    """A sign more, less, other or changed about costs at most four of a name's trigrams."""
    count = len({f"  {word} "[at : at + 3] for word in key.split() for at in range(len(word) + 1)})
    return max((count - 4) / (count + 4) - 0.03, _LEAST)


def _ask_names(key: str, threshold: float) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [f"{threshold:.3f}"])
        cursor.execute(_LIKELY, [key, key, _RANKED])
        return [row[0] for row in cursor.fetchall()]


_LIKELY = """
SELECT key FROM registration_membername WHERE key %% %s ORDER BY similarity(key, %s) DESC, key LIMIT %s
"""


def bearers(key: str, names: list[str], *, by: User, most: int = 2 * MOST) -> list[uuid.UUID]:
    """The second step: members in the user's scope who bear one of the names, in the order of the names.

    One question, a look into the index for each name until there are enough."""
    one_name = Member.objects.visible_to(by).filter(**{_field_of(key): RawSQL("wanted.key", [])})
    sql, values = one_name.order_by("born_on", "id").values("pk")[:most].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_BEARERS.format(one_name=sql), [names, *values, most])
        return [row[0] for row in cursor.fetchall()]


_BEARERS = """
SELECT found.id FROM unnest(%s::varchar[]) WITH ORDINALITY AS wanted (key, place)
CROSS JOIN LATERAL ({one_name}) AS found (id) ORDER BY wanted.place LIMIT %s
"""


def by_whole_number(text: str, *, by: User) -> QuerySet[Member]:
    """Exact, through the blind index: identity documents of every kind, and phone numbers."""
    number = tidy_identity(text)
    wanted = {blind_index(kind, number) for kind in _NATIVE}
    wanted |= {identity_index(Identifier.Kind.PASSPORT, number, country) for country in all_codes()}
    if phone := normalise_phone(text):
        wanted.add(phone_index(phone))
    return Member.objects.visible_to(by).filter(pk__in=holders(wanted)).order_by("member_number")


def holders(indexes: set[uuid.UUID]) -> set[uuid.UUID]:
    """Who holds one of these numbers: three questions, because held, disputed and phone numbers have an index each."""
    current = MemberIdentifier.objects.filter(blind_index__in=indexes, superseded_at__isnull=True).order_by()
    parts = (
        current.exclude(kind=Identifier.Kind.PHONE).filter(disputed=False),
        current.exclude(kind=Identifier.Kind.PHONE).filter(disputed=True),
        current.filter(kind=Identifier.Kind.PHONE)[: MOST + 1],
    )
    return {member for part in parts for member in part.values_list("member_id", flat=True)}


def by_member_number(number: str, *, by: User) -> QuerySet[Member]:
    found = Member.objects.visible_to(by).filter(member_number__startswith=number)
    return found.order_by(_InIndexOrder(F("member_number")))


def by_name(text: str, *, by: User) -> QuerySet[Member]:
    """The beginning of the name, family name first, in the script it is typed in."""
    field_name, key = _field_of(text), search_key(text)
    found = Member.objects.visible_to(by).filter(**{f"{field_name}__startswith": key})
    return found.order_by(_InIndexOrder(F(field_name)), "born_on")


def _field_of(text: str) -> str:
    return "key_km" if has_khmer(text) else "key_latin"


def survivor_of(member: Member) -> Member:
    """The member a merged one leads to."""
    while member.merged_into_id:
        member = member.merged_into
    return member


def _limited(members: QuerySet[Member]) -> Found:
    found = _ready(members[: MOST + 1])
    return Found(found[:MOST], more=len(found) > MOST)


def _ready(members: QuerySet[Member]) -> list[Member]:
    """With what a line shows."""
    current = Employment.objects.current().select_related("enterprise").order_by("-started_on")
    active = MemberIdentifier.objects.filter(superseded_at__isnull=True).order_by("id")
    return list(
        members.select_related("merged_into").prefetch_related(
            Prefetch("employments", current, to_attr="current_employments"),
            Prefetch("identifiers", active, to_attr="current_identifiers"),
        )
    )
