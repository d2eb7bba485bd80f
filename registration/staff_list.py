"""The staff of one enterprise as a list: filters from the address, a search that stays out of it, keyset pages."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.formats import number_format

from enterprises.models import Enterprise, Establishment
from nssf_portal.accounts.models import User
from nssf_portal.identifiers.models import Identifier
from nssf_portal.khmer.dates import DAY_FIRST, parse_date
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.khmer.keys import search_key
from nssf_portal.law.book import value_or
from registration.enums import Currency, Presence
from registration.models import Employment, MemberIdentifier
from registration.models.employment import EmploymentQuerySet

PAGE = 50
COUNTED_TO = 1_000
_DEPARTMENTS = 200
CURRENT, YOUNG, AWAY, LEFT = "", "young", "away", "left"


@dataclass(frozen=True)
class Filters:
    """What the address says about which staff to show; whatever it says wrong is passed over."""

    tab: str = CURRENT
    establishment: uuid.UUID | None = None
    department: str = ""
    presence: str = ""
    since: datetime.date | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Filters":
        tab, presence = query.get("tab", ""), query.get("presence", "")
        return cls(
            tab=tab if tab in (YOUNG, AWAY, LEFT) else CURRENT,
            establishment=_uuid(query.get("establishment", "")),
            department=query.get("department", "")[:120],
            presence=presence if presence in Presence.values else "",
            since=parse_date(query.get("since", ""), DAY_FIRST).value,
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.establishment or self.department or self.presence or self.since)

    def address(self, **changes: Any) -> str:
        """The query string that shows this again."""
        given = replace(self, **changes)
        pairs = [
            ("tab", given.tab),
            ("establishment", given.establishment),
            ("department", given.department),
            ("presence", given.presence),
            ("since", given.since.isoformat() if given.since else ""),
        ]
        return "?" + urlencode([(name, value) for name, value in pairs if value])

    def apply(self, staff: EmploymentQuerySet) -> EmploymentQuerySet:
        exact = {"establishment_id": self.establishment, "department": self.department, "presence": self.presence}
        staff = in_tab(staff, self.tab).filter(**{name: value for name, value in exact.items() if value})
        return staff.filter(started_on__gte=self.since) if self.since else staff


def staff_of(enterprise: Enterprise, user: User) -> EmploymentQuerySet:
    """Everyone who works or worked there, as far as the user may see it."""
    return Employment.objects.visible_to(user).filter(enterprise=enterprise)


def in_tab(staff: EmploymentQuerySet, tab: str) -> EmploymentQuerySet:
    if tab == LEFT:
        return staff.past()
    if tab == YOUNG:
        return staff.current().filter(member__born_on__gt=adult_born_by())
    return staff.current().exclude(presence=Presence.WORKING) if tab == AWAY else staff.current()


def adult_born_by(today: datetime.date | None = None) -> datetime.date:
    """Who is born later is not yet of age (Labour Law: 15 to 17 may work, and are marked)."""
    today = today or timezone.localdate()
    year = today.year - int(value_or("working_age.adult", 18))
    last = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=year, day=last)


def search(staff: EmploymentQuerySet, text: str) -> EmploymentQuerySet:
    """By name in either script, staff number or member number; never by an identity number."""
    words = to_latin_digits(text).strip()
    if not words:
        return staff
    found = Q(staff_number__iexact=words)
    if words.isdecimal():
        return staff.filter(found | Q(member__member_number__startswith=words) | Q(staff_number__startswith=words))
    if key := search_key(text):
        found |= Q(member__key_km__contains=key) | Q(member__key_latin__contains=key)
    return staff.filter(found)


@dataclass
class Page:
    """One screenful in the list's order, and the mark from which the next one goes on."""

    staff: EmploymentQuerySet
    left: bool
    after: str = ""

    @cached_property
    def _found(self) -> list[Employment]:
        order = ["-ended_on", "-id"] if self.left else ["-id"]
        found = list(with_people(self._from(self.after)).order_by(*order)[: PAGE + 1])
        young_after = adult_born_by()
        for employment in found:
            present(employment, young_after)
        return found

    def _from(self, mark: str) -> EmploymentQuerySet:
        day, _sep, key = mark.rpartition("_")
        last, ended = _uuid(key), parse_date(day).value
        if last is None or (self.left and ended is None):
            return self.staff
        if not self.left:
            return self.staff.filter(pk__lt=last)
        return self.staff.filter(Q(ended_on__lt=ended) | Q(ended_on=ended, pk__lt=last))

    @property
    def rows(self) -> list[Employment]:
        return self._found[:PAGE]

    @property
    def next_mark(self) -> str:
        if len(self._found) <= PAGE:
            return ""
        last = self._found[PAGE - 1]
        return f"{last.ended_on or ''}_{last.pk}"


def present(employment: Employment, young_after: datetime.date | None = None) -> Employment:
    """What pages show of one person at work, beside the plain fields."""
    member = employment.member
    documents = member.identity_documents
    employment.last_four = documents[0].last_four if documents else ""
    employment.identity_kind = str(documents[0].get_kind_display()) if documents else ""
    names = {member.full_name_km, member.full_name_latin} - {member.full_name, ""}
    employment.second_name = next(iter(names), "")
    employment.wage_text = wage_text(employment)
    employment.young = member.born_on > (young_after or adult_born_by())
    return employment


def wage_text(record: Any) -> str:
    """An amount with its currency: 816,000 ៛ or 204.50 $."""
    whole = record.wage == record.wage.to_integral_value()
    amount = number_format(record.wage, decimal_pos=0 if whole else 2, use_l10n=True, force_grouping=True)
    return f"{amount}\u00a0{'$' if record.wage_currency == Currency.USD else '៛'}"


def with_people(staff: EmploymentQuerySet) -> EmploymentQuerySet:
    """Each with the person and the last four of the identity number, whatever their number, in two queries."""
    identity = MemberIdentifier.objects.filter(superseded_at__isnull=True).exclude(kind=Identifier.Kind.PHONE)
    identity = identity.only("id", "member_id", "kind", "last_four").order_by("-id")
    return staff.select_related("member", "establishment").prefetch_related(
        Prefetch("member__identifiers", identity, to_attr="identity_documents")
    )


def capped(staff: EmploymentQuerySet) -> str:
    """A count no list is long for: 1,000+ is enough to know."""
    number = staff.order_by()[: COUNTED_TO + 1].count()
    return f"{COUNTED_TO:,}+" if number > COUNTED_TO else f"{number:,}"


def counts(staff: EmploymentQuerySet) -> dict[str, str]:
    return {tab: capped(in_tab(staff, tab)) for tab in (CURRENT, YOUNG, AWAY, LEFT)}


def departments(staff: EmploymentQuerySet) -> list[str]:
    named = staff.current().exclude(department="").order_by("department")
    return list(named.values_list("department", flat=True).distinct()[:_DEPARTMENTS])


def establishments(enterprise: Enterprise) -> list[Establishment]:
    return list(enterprise.establishments.open())


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
