"""From the chair to the card: how many came, began on the spot and registered, and what one registration cost.

Every verified activity of the period stands in exactly one group, so sums over groups are sums over activities and
reconcile to the budget lines to the riel. An activity with several partners stands under all of them together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nssf_portal.places.names import name_of
from outreach import costs, counting
from outreach.enums import ActivityState, MoneyKind, Subject
from outreach.models import (
    Activity,
    ActivityPartner,
    Attribution,
    BudgetLine,
    StartedClaim,
    StartedEnterprise,
    StartedHere,
)

BY = ("type", "place", "partner", "activity")


@dataclass
class Row:
    """One group: its activities, people who came, began on the spot, registered; riel spent, as entered."""

    key: str
    label: str
    activity: UUID | None = None
    activities: int = 0
    came: int = 0
    begun: int = 0
    members: int = 0
    enterprises: int = 0
    spent: int = 0

    @property
    def registered(self) -> int:
        return self.members + self.enterprises

    @property
    def cost(self) -> int | None:
        """Riel of one registration, rounded; None: nothing was spent that is entered, or nobody registered."""
        if not self.spent or not self.registered:
            return None
        return (2 * self.spent + self.registered) // (2 * self.registered)

    def add(self, other: "Row") -> None:
        for name in ("activities", "came", "begun", "members", "enterprises", "spent"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Funnel:
    """The rows of one reading, their sum, and the money of the period that no row holds."""

    rows: list[Row] = field(default_factory=list)
    total: Row = field(default_factory=lambda: Row("", ""))
    elsewhere: int = 0  # riel spent on activities of the period that are not verified

    @property
    def all_spent(self) -> int:
        return self.total.spent + self.elsewhere

    @property
    def most(self) -> int:
        return max((row.registered for row in self.rows), default=0)


def funnel(activities: QuerySet[Activity], by: str) -> Funnel:
    """The verified ones of these activities in groups, most registrations first."""
    found = list(activities.filter(state=ActivityState.VERIFIED).select_related("type").order_by("-starts_at", "pk"))
    single, labels = _single(found), _labels(found, by)
    made = Funnel(elsewhere=_spent(activities.exclude(state=ActivityState.VERIFIED)))
    groups: dict[str, Row] = {}
    for one in found:
        key, label = labels[one.pk]
        group = groups.setdefault(key, Row(key, label, one.pk if by == "activity" else None))
        group.add(single[one.pk])
        made.total.add(single[one.pk])
    made.rows = sorted(groups.values(), key=lambda row: (-row.registered, -row.came, row.label, row.key))
    return made


def of_activity(activity: Activity) -> Row:
    """The funnel of one activity, verified or not: registrations are given to verified ones only."""
    return _single([activity])[activity.pk]


def _single(found: list[Activity]) -> dict[UUID, Row]:
    keys = [one.pk for one in found]
    came, spent = counting.of_activities(found), costs.spent_by_activity(keys)
    begun = begun_at(keys)
    given = _given(keys)
    return {
        pk: Row(
            str(pk), "", pk, 1, came[pk].total, begun[pk], given.get((pk, Subject.MEMBER), 0),
            given.get((pk, Subject.ENTERPRISE), 0), spent.get(pk, 0),
        )
        for pk in keys
    }  # fmt: skip


def begun_at(keys: list[UUID]) -> Counter[UUID]:
    """Registrations of people and of enterprises that began there."""
    found: Counter[UUID] = Counter()
    for model in (StartedHere, StartedClaim, StartedEnterprise):
        rows = model.objects.filter(activity__in=keys).order_by().values_list("activity")
        found.update(dict(rows.annotate(Count("pk"))))
    return found


def _given(keys: Iterable[UUID]) -> dict[tuple[UUID, str], int]:
    counted = Attribution.objects.filter(activity__in=list(keys)).order_by().values_list("activity", "subject")
    return {(pk, subject): n for pk, subject, n in counted.annotate(n=Count("pk"))}


def _spent(activities: QuerySet[Activity]) -> int:
    lines = BudgetLine.objects.filter(activity__in=activities.order_by().values("pk"), struck_at__isnull=True)
    return lines.filter(kind=MoneyKind.SPENT).order_by().aggregate(riel=Sum("amount"))["riel"] or 0


def _labels(found: list[Activity], by: str) -> dict[UUID, tuple[str, str]]:
    """The group of each activity: a key and its words."""
    if by == "partner":
        return _partners(found)
    if by == "place":
        return {one.pk: _province(one.place_code[:2]) for one in found}
    if by == "activity":
        return {one.pk: (str(one.pk), one.name) for one in found}
    return {one.pk: (str(one.type_id), f"{one.type.action} {one.type.name}") for one in found}


def _province(code: str) -> tuple[str, str]:
    return code, name_of(code) if code else _("the whole country")


def _partners(found: list[Activity]) -> dict[UUID, tuple[str, str]]:
    rows = ActivityPartner.objects.filter(activity__in=[one.pk for one in found]).order_by("institution__code")
    name = "institution__name_en" if get_language() == "en" else "institution__name_km"
    names: dict[Any, dict[str, str]] = {}
    for pk, code, word in rows.values_list("activity", "institution__code", name).distinct():
        names.setdefault(pk, {})[code] = word
    alone = ("", _("without a partner"))
    return {
        one.pk: ("+".join(names[one.pk]), " + ".join(names[one.pk].values())) if one.pk in names else alone
        for one in found
    }
