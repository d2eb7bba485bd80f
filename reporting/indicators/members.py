"""New members and members: who came in a period, who is on the register, who is declared. Read from tallies."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from compliance.models import DeclarationLine
from registration.models import Application, Member
from reporting.enums import Direction, Method, Missing
from reporting.indicators import rows, texts
from reporting.indicators.grouping import Question, Source, counts, nothing, once, within
from reporting.models import Plan
from reporting.periods import Period
from reporting.registry import Cell, Definition, add

PERSON = {"sex": "sex", "province": "province_code", "group": '"group"', "plan_group": "plan_group"}
CAME = Source("registration_membertally", PERSON | {"channel": "channel"})
STOOD = Source("registration_memberstock", PERSON)
_FLOW_CUTS = ("sex", "province", "group", "plan_group", "channel", "sex+province", "sex+province+group")
_STOCK_CUTS = ("sex", "province", "group", "plan_group", "sex+province", "sex+province+group")
_IN_PLAN = "plan_group <> '0'"
_FIELDS = {"province": "province_code"}
_QUARTER = "quarter"


def new_members(period: Period) -> Iterator[Cell]:
    """People by the month of their first registration."""
    return counts(_came(period, _FLOW_CUTS))


def new_members_in_plan(period: Period) -> Iterator[Cell]:
    """The same, of the plan's groups 1, 2 and 3 only."""
    return counts(_came(period, _FLOW_CUTS, _IN_PLAN))


def new_members_to_date(period: Period) -> Iterator[Cell]:
    """New members from the day the plan counts from to the end of the period."""
    return _to_date(period)


def new_members_in_plan_to_date(period: Period) -> Iterator[Cell]:
    """The same, of the plan's groups 1, 2 and 3 only."""
    return _to_date(period, _IN_PLAN)


def members_ever(period: Period) -> Iterator[Cell]:
    """Everybody registered by the end of the period, also who left since."""
    return counts(Question(STOOD, ["people"], _STOCK_CUTS, "moved = 'in' AND month <= %(last)s", _last(period)))


def members_active(period: Period) -> Iterator[Cell]:
    """Registered by the end of the period less those who had left by then."""
    return counts(stock(period, _STOCK_CUTS))


def self_employed_active(period: Period) -> Iterator[Cell]:
    """Of these, the self-employed."""
    return counts(stock(period, ("sex", "province", "sex+province"), "\"group\" = 'self_employed'"))


def members_contributing(period: Period) -> Iterator[Cell]:
    """Different people in the declarations in force for the period's last month."""
    lines = Source(
        "compliance_declarationline l JOIN compliance_declaration d ON d.id = l.declaration_id"
        " JOIN registration_member m ON m.id = l.member_id",
        {"sex": "m.sex", "province": "d.province_code", "group": 'm."group"'},
    )
    cuts, month = ("sex", "province", "group", "sex+province+group"), {"month": period.last.replace(day=1)}
    in_force = "l.month = %(month)s AND d.superseded_at IS NULL"
    who = "coalesce(m.merged_into_id, m.id)"
    return counts(Question(lines, [who], cuts, in_force, month, different=True))


def returners(period: Period) -> Iterator[Cell]:
    """Members who had left and asked to be members again, by the day this was approved."""
    came_back = Source(
        "registration_application a JOIN registration_member m ON m.id = a.corrects_id",
        {"sex": "m.sex", "province": "m.province_code", "group": 'm."group"'},
        "a.kind = 'correction' AND a.correction = 'returning' AND a.state = 'approved'",
    )
    return counts(Question(came_back, ["1"], ("sex", "province"), within("a.decided_at"), days(period)))


def _came(period: Period, cuts: tuple[str, ...], where: str = "true") -> Question:
    return Question(CAME, ["people"], cuts, f"month BETWEEN %(first)s AND %(last)s AND {where}", days(period))


def stock(period: Period, cuts: tuple[str, ...], where: str = "true") -> Question:
    """Who came less who left, to the end of the period."""
    moved = "CASE moved WHEN 'in' THEN people ELSE -people END"
    return Question(STOOD, [moved], cuts, f"month <= %(last)s AND {where}", _last(period))


def _to_date(period: Period, where: str = "true") -> Iterator[Cell]:
    plan = plan_of(period)
    if plan is None:
        yield from nothing(Missing.NO_DATA)
        return
    yield from counts(_came(Period(plan.counted_from, period.last), ("sex", "province", "plan_group"), where))


def left(period: Period) -> Iterator[Cell]:
    """Who left within the period, cut as members are: no indicator, but a part of why their number moved."""
    out = "moved = 'out' AND month BETWEEN %(first)s AND %(last)s"
    return counts(Question(STOOD, ["people"], _STOCK_CUTS, out, days(period)))


def by_quarter(first: date, last: date, *, in_plan: bool = False) -> dict[str, list[Cell]]:
    """New members of every quarter, cut as the quarter's report cuts them; quarters in which nobody came left out."""
    source = replace(CAME, dimensions={**CAME.dimensions, _QUARTER: "date_trunc('quarter', month)::date"})
    cuts, where = [_QUARTER, *(f"{_QUARTER}+{cut}" for cut in _FLOW_CUTS)], _IN_PLAN if in_plan else "true"
    within = f"month BETWEEN %(first)s AND %(last)s AND {where}"
    found: dict[str, list[Cell]] = {}
    for cell in counts(Question(source, ["people"], cuts, within, {"first": first, "last": last})):
        if cell.cut:
            place = {name: value for name, value in cell.where.items() if name != _QUARTER}
            found.setdefault(cell.where[_QUARTER], []).append(Cell("+".join(place), place, cell.value))
    return found


def quarters_until(period: Period, *, of_the_plan: bool) -> tuple[date, date]:
    """From the first quarter that the plan counts, or of the year in which it began, to the period's."""
    plan = plan_of(period)
    if plan is None:
        return period.first, period.first
    counted, year = Period.quarter_of(plan.counted_from).first, date(plan.starts_on.year, 1, 1)
    return min(year, period.first), counted if of_the_plan else date.min


def plan_of(period: Period) -> Plan | None:
    """The plan whose time the period's last day lies in, else the one before it."""
    found = Plan.objects.filter(counted_from__lte=period.last).order_by("-starts_on")
    return once(("plan", period.last), found.first)


def days(period: Period) -> dict[str, Any]:
    return {"first": period.first, "last": period.last}


def _last(period: Period) -> dict[str, Any]:
    return {"last": period.last}


# --- the rows behind a cell -------------------------------------------------------------------------------------


def _counted(where: Mapping[str, str]) -> QuerySet[Member]:
    return Member.objects.filter(merged_into=None, **rows.of(where, _FIELDS)).exclude(state="pending")


def new_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Member]:
    return _counted(where).filter(registered_on__range=(period.first, period.last))


def _in_plan_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Member]:
    return new_rows(period, where).exclude(plan_group="0")


def _to_date_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Member]:
    plan = plan_of(period)
    return new_rows(Period(plan.counted_from, period.last), where) if plan else Member.objects.none()


def _in_plan_to_date_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Member]:
    return _to_date_rows(period, where).exclude(plan_group="0")


def _ever_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Member]:
    return _counted(where).filter(registered_on__lte=period.last)


def active_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Member]:
    return _ever_rows(period, where).exclude(Q(state="ended", ended_on__lte=period.last))


def _self_employed_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Member]:
    return active_rows(period, where).filter(group="self_employed")


def _contributing_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Member]:
    month, person = period.last.replace(day=1), {name: where[name] for name in ("sex", "group") if name in where}
    lines = DeclarationLine.objects.filter(
        month=month, declaration__superseded_at__isnull=True, member_id=OuterRef("pk")
    )
    if "province" in where:
        lines = lines.filter(declaration__province_code=where["province"])
    return Member.objects.filter(Exists(lines), **person)


def _returned_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Application]:
    of = {f"corrects__{name}": value for name, value in rows.of(where, _FIELDS).items()}
    asked = Application.objects.filter(kind="correction", correction="returning", state="approved", **of)
    return asked.filter(decided_at__date__range=(period.first, period.last))


# --- definitions ------------------------------------------------------------------------------------------------

NEW = _(
    "People whose first registration lies within the period: employees, employers, self-employed people and everybody"
    " else. Counted once: merged records are taken out, people whose identity is not proved yet are not in, and who"
    " comes back is a returner, not a new member."
)
_SHARED: dict[str, Any] = {"unit": "people", "source": texts.MEMBERS, "method": Method.COMPUTED}
_UP: dict[str, Any] = _SHARED | {"direction": Direction.UP}

add(
    Definition(
        "new_members", _("New members"), NEW, as_of=texts.WITHIN, measures=("1.1", "1.2", "3.1"), cuts=_FLOW_CUTS,
        figures=new_members, headline=True, rows=new_rows, **_UP,
    )
)  # fmt: skip
add(
    Definition(
        "new_members_in_plan", _("New members of the plan's groups"),
        _("New members of groups 1, 2 and 3 of the plan's scope; the public sector and others outside are left out."),
        as_of=texts.WITHIN, measures=("1.1", "1.2", "3.1"), cuts=_FLOW_CUTS,
        figures=new_members_in_plan, headline=True, rows=_in_plan_rows, **_UP,
    )
)  # fmt: skip
add(
    Definition(
        "new_members_to_date", _("New members since the plan began"),
        _("New members from the day the plan counts from to the end of the period. That day is a stated choice: the"
          " plan names none."),
        as_of=texts.AT_THE_END, cuts=("sex", "province", "plan_group"),
        figures=new_members_to_date, headline=True, rows=_to_date_rows, **_UP,
    )
)  # fmt: skip
add(
    Definition(
        "new_members_in_plan_to_date", _("New members of the plan's groups since the plan began"),
        _("The same without the public sector and others outside the plan's scope."),
        as_of=texts.AT_THE_END, cuts=("sex", "province", "plan_group"),
        figures=new_members_in_plan_to_date, headline=True, rows=_in_plan_to_date_rows, **_UP,
    )
)  # fmt: skip
add(
    Definition(
        "returners", _("Members who came back"),
        _("People whose membership had ended and who became members again. They are never counted as new."),
        as_of=texts.WITHIN, cuts=("sex", "province"), figures=returners, rows=_returned_rows, **_UP,
    )
)  # fmt: skip
add(
    Definition(
        "members_ever", _("People ever registered"),
        _("Everybody registered by the end of the period, also who has left since. Never to be read as who is insured"
          " now."),
        as_of=texts.AT_THE_END, cuts=_STOCK_CUTS, figures=members_ever, rows=_ever_rows, **_UP,
    )
)  # fmt: skip
add(
    Definition(
        "members_active", _("Members"),
        _("People registered by the end of the period who had not left by then. Who is suspended is still a member."),
        as_of=texts.AT_THE_END, cuts=_STOCK_CUTS, figures=members_active, headline=True, rows=active_rows, **_UP,
    )
)  # fmt: skip
add(
    Definition(
        "members_contributing", _("Members declared by an employer"),
        _("Different people named in the declarations in force for the period's last month: a person with two"
          " employers counts once in the country, and once in each province. Who pays for himself or herself is not"
          " among them: the collection system does not say so yet."),
        as_of=texts.AT_THE_END, cuts=("sex", "province", "group", "sex+province+group"),
        figures=members_contributing, rows=_contributing_rows,
        **_UP | {"source": texts.DECLARATIONS},
    )
)  # fmt: skip
add(
    Definition(
        "self_employed_active", _("Self-employed members"),
        _("Members in the group of the self-employed at the end of the period."),
        as_of=texts.AT_THE_END, measures=("1.3", "1.5"), cuts=("sex", "province", "sex+province"),
        figures=self_employed_active, headline=True, rows=_self_employed_rows, **_UP,
    )
)  # fmt: skip
