"""Emergency relief in words and numbers: states, the rule, who is on the list, what it relieves, its history."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Case, CharField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.enums import AdjustmentKind, StandingState
from compliance.models import Declaration, StandingRow
from enterprises.enums import Sector
from incentives import measuring
from incentives.enums import InterventionState, LineState, Size
from incentives.models import Intervention, InterventionLine
from incentives.sizes import limits
from nssf_portal.accounts.models import User
from nssf_portal.places.names import place_name, province_names
from nssf_portal.ui.templatetags.ui import long_date, long_month

S = InterventionState
TAGS = {
    S.DRAFTED: "progress", S.SELECTED: "waits", S.PROPOSED: "waits", S.GRANTED: "ok", S.REFUSED: "wrong",
    S.ENDED: "none", S.EXPIRED: "none", S.REVOKED: "wrong",
}  # fmt: skip
LINE_TAGS = {
    LineState.SELECTED: "progress", LineState.EXCLUDED: "none", LineState.APPLIED: "ok", LineState.REVERSED: "wrong",
}  # fmt: skip
HOLDS = (LineState.SELECTED, LineState.APPLIED, LineState.REVERSED)
_MOST_FOR_STANDING = 2_000  # a page answers at once; the effect of larger ones is studied elsewhere
_STANDING_TAGS = {StandingState.GOOD: "ok", StandingState.OWING: "wrong", StandingState.UNKNOWN: "unknown"}


def last_month(one: Intervention) -> date:
    """The last month it relieves, as it stands."""
    return one.last_month or one.to_month


def months_of(one: Intervention) -> int:
    last = last_month(one)
    return (last.year - one.from_month.year) * 12 + last.month - one.from_month.month + 1


@dataclass(frozen=True)
class Row:
    """An emergency relief in a table."""

    one: Intervention

    @property
    def tag(self) -> str:
        return TAGS[S(self.one.state)]

    @property
    def last(self) -> date:
        return last_month(self.one)

    @property
    def months(self) -> int:
        return months_of(self.one)


@dataclass(frozen=True)
class LineRow:
    """An enterprise of the list in a table."""

    line: InterventionLine
    size: str

    @property
    def tag(self) -> str:
        return LINE_TAGS[LineState(self.line.state)]

    @property
    def place(self) -> str:
        return place_name(self.line.enterprise.commune_code)

    @property
    def sector(self) -> str:
        return self.line.enterprise.get_sector_display() or _("not said")


def line_rows(lines: Iterable[InterventionLine]) -> list[LineRow]:
    below = limits()
    return [LineRow(line, str(Size(_size(line.workers, below)).label)) for line in lines]


def _size(workers: int, below: dict[str, int]) -> str:
    return next((name for name, limit in below.items() if workers < limit), Size.LARGE.value)


def sized(lines: QuerySet[InterventionLine]) -> QuerySet[InterventionLine]:
    """Lines with their size class, by the workers counted when they were selected."""
    cases = [When(workers__lt=limit, then=Value(name)) for name, limit in limits().items()]
    return lines.annotate(size=Case(*cases, default=Value(Size.LARGE.value), output_field=CharField()))


def rule(one: Intervention) -> list[tuple[str, str]]:
    """The rule as a reader says it; what is left empty limits nothing."""
    everywhere = _("no limit")
    registered = long_date(one.registered_before) if one.registered_before else everywhere
    return [
        (_("Sectors"), _words(str(Sector(code).label) for code in one.sectors) or everywhere),
        (_("Main activity contains"), one.activity_contains or everywhere),
        (_("Places"), "; ".join(place_name(code) for code in one.places) or everywhere),
        (_("Sizes"), _words(str(Size(code).label) for code in one.sizes) or everywhere),
        (_("Registered before"), registered),
    ]


def _words(words: Iterable[str]) -> str:
    return ", ".join(words)


@dataclass(frozen=True)
class Group:
    """A part of the list."""

    name: str
    enterprises: int
    workers: int
    share: float


def groups(lines: QuerySet[InterventionLine]) -> list[tuple[str, str, list[Group]]]:
    """The list by sector, province and size: three questions to the database."""
    provinces, sectors, sizes = province_names(), dict(Sector.choices), dict(Size.choices)
    lines = sized(lines.filter(state__in=HOLDS)).order_by()
    return [
        (_("By sector"), _("Sector"), _grouped(lines, "enterprise__sector", sectors)),
        (_("By province"), _("Province"), _grouped(lines, "enterprise__province_code", provinces)),
        (_("By size"), _("Size"), _grouped(lines, "size", sizes)),
    ]


def _grouped(lines: QuerySet[InterventionLine], field: str, names: dict[str, Any]) -> list[Group]:
    rows = list(lines.values_list(field).annotate(n=Count("pk"), staff=Sum("workers")).order_by("-n", field))
    most = max((n for _key, n, _staff in rows), default=1)
    return [Group(str(names.get(key) or _("not said")), n, staff, n / most) for key, n, staff in rows]


@dataclass(frozen=True)
class Totals:
    """The list in numbers."""

    selected: int
    excluded: int
    applied: int
    reversed: int
    workers: int

    @property
    def on_it(self) -> int:
        return self.selected + self.applied + self.reversed


def totals(lines: QuerySet[InterventionLine]) -> Totals:
    rows = lines.order_by().values_list("state").annotate(n=Count("pk"), staff=Sum("workers"))
    counted = {state: (n, staff) for state, n, staff in rows}
    numbers = {str(state): counted.get(state, (0, 0))[0] for state in LineState}
    staff = sum(counted.get(state, (0, 0))[1] for state in HOLDS)
    return Totals(workers=staff, **numbers)


@dataclass(frozen=True)
class Relieved:
    """What is relieved, from filed declarations; None: not computed, and `why` says why."""

    riel: int | None
    why: str = ""
    declarations: int = 0
    expected: int = 0
    not_computed: int = 0
    late: int | None = None
    nothing: bool = False  # nothing is relieved: known, not left uncounted


_NOTHING = {
    S.REFUSED: gettext_lazy("It was refused: nothing is relieved."),
    S.REVOKED: gettext_lazy("All of it was taken back: nothing is relieved any more."),
}


def relieved(one: Intervention, lines: QuerySet[InterventionLine], on_list: int) -> Relieved:
    """Riel of suspended months as they were declared; lateness counted; interest is not computed for a whole list."""
    if one.state in _NOTHING:
        return Relieved(None, str(_NOTHING[S(one.state)]), nothing=True)
    enterprises = lines.filter(state__in=HOLDS).values("enterprise")
    span = {"enterprise__in": enterprises, "month__range": (one.from_month, last_month(one))}
    filed = Declaration.objects.current().filter(**span).order_by()
    expected = on_list * months_of(one)
    if one.effect == AdjustmentKind.SUSPENSION:
        return _suspended(filed, expected)
    if one.effect == AdjustmentKind.LATE_ACCEPTED:
        said = _("Accepting lateness changes no contributions; a fine is relieved by itself, on its own page.")
        return Relieved(None, said, filed.count(), expected, late=_late(span))
    said = _("Interest depends on the day each enterprise pays: it is shown on each enterprise's own page.")
    return Relieved(None, said, filed.count(), expected)


def _suspended(filed: QuerySet[Declaration], expected: int) -> Relieved:
    amount = F("occupational_risk") + F("health_care") + F("pension_employer") + F("pension_worker")
    known = Count("pk", filter=Q(occupational_risk__isnull=False))
    found = filed.aggregate(n=Count("pk"), known=known, riel=Sum(amount))
    n, computed = found["n"], found["known"]
    if not computed:
        said = _("Nothing that could be counted has been declared for these months yet.")
        return Relieved(None, said, n, expected, n)
    return Relieved(int(found["riel"]), "", n, expected, n - computed)


def _late(span: dict[str, Any]) -> int:
    """Months whose first declaration came after its last day."""
    rows = Declaration.objects.filter(**span).order_by()
    same = Declaration.objects.filter(enterprise=OuterRef("enterprise"), month=OuterRef("month"))
    earlier = same.filter(filed_at__lt=OuterRef("filed_at"))
    return rows.filter(~Exists(earlier)).annotate(day=TruncDate("filed_at")).filter(day__gt=F("due_on")).count()


@dataclass(frozen=True)
class Standings:
    """How many of the reached stood how, on the day before and by the last count."""

    rows: list[dict[str, Any]]
    before: date | None = None
    after: date | None = None


def standings(one: Intervention, lines: QuerySet[InterventionLine]) -> Standings | None:
    """None when it is not computed: not granted, or too many for a page."""
    ids = list(lines.filter(state__in=HOLDS).order_by().values_list("enterprise", flat=True)[: _MOST_FOR_STANDING + 1])
    if one.granted_at is None or not ids or len(ids) > _MOST_FOR_STANDING:
        return None
    day = timezone.localdate(one.granted_at) - timedelta(days=1)
    before = Counter(str(found.standing) for found in measuring.facts_on(ids, day))
    told = StandingRow.objects.filter(enterprise__in=ids).order_by()
    now = dict(told.values_list("state").annotate(n=Count("pk")))
    rows = [
        {
            "word": state.label,
            "tag": _STANDING_TAGS.get(state, "none"),
            "before": before[state],
            "after": now.get(state, 0),
        }
        for state in StandingState
        if before[state] or now.get(state)
    ]
    return Standings(rows, day, told.aggregate(day=Max("as_of"))["day"])


ACTS = {
    "intervention.declare": gettext_lazy("Declared"),
    "intervention.change": gettext_lazy("Rule changed"),
    "intervention.select": gettext_lazy("List made by the rule"),
    "intervention.propose": gettext_lazy("Proposed to the second person"),
    "intervention.redraft": gettext_lazy("Proposal taken back"),
    "intervention.grant": gettext_lazy("Granted"),
    "intervention.refuse": gettext_lazy("Refused"),
    "intervention.end": gettext_lazy("Ended early"),
    "intervention.expire": gettext_lazy("Expired: its last month is over"),
    "intervention.revoke": gettext_lazy("Taken back"),
}


def history(one: Intervention) -> list[dict[str, Any]]:
    """Who did what, newest first, from the tracked history; an act that wrote twice is told once."""
    events = list(_model("InterventionEvent").objects.filter(pgh_obj_id=one.pk).order_by("pgh_id"))
    kept = [event for before, event in zip([None, *events], events, strict=False) if not _same_act(before, event)]
    keys = {_said(event, "user") for event in kept} - {""}
    names = {str(user.pk): str(user) for user in User.objects.filter(pk__in=keys)}
    return [_told(event, names) for event in reversed(kept)]


def _model(name: str) -> Any:
    return apps.get_model("incentives", name)


def _said(event: Any, key: str) -> str:
    return str((event.pgh_context or {}).get(key) or "")


def _same_act(before: Any, event: Any) -> bool:
    return before is not None and (before.pgh_txid, _said(before, "action")) == (event.pgh_txid, _said(event, "action"))


def _told(event: Any, names: dict[str, str]) -> dict[str, Any]:
    action = _said(event, "action")
    by = names.get(_said(event, "user"), "") or _("the portal")
    title = ACTS.get(action) or S(event.state).label
    return {"title": str(title), "by": by, "at": event.pgh_created_at, "text": " · ".join(_reasons(event, action))}


def _reasons(event: Any, action: str) -> Iterator[str]:
    if action == "intervention.end" and event.last_month:
        yield _("last month: %(month)s") % {"month": long_month(event.last_month)}
    if action in ("intervention.end", "intervention.revoke") and event.ended_reason:
        yield event.ended_reason
    if action == "intervention.refuse":
        yield event.refused_reason
