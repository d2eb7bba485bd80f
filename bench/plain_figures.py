"""Every computed figure of a quarter once more, by plain SQL over the base tables: written apart from the indicators.

One statement for each table of a figure. The tests compare them cell by cell on small random registers, number 6 on the
large sample, where it also takes the time of both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.db import connection

Key = tuple[str, tuple[str, ...]]
Answer = tuple[Decimal | None, int | None, int | None]
_ZONE = "AT TIME ZONE 'Asia/Phnom_Penh'"


@dataclass(frozen=True)
class Plain:
    """`rows` is what follows FROM; `value` a count, or the part of `of`; `cuts` the tables of the figure."""

    rows: str
    dims: Mapping[str, str] = field(default_factory=dict)
    cuts: tuple[str, ...] = ()
    value: str = "count(*)"
    of: str = ""
    kind: str = "count"  # count, share, mean, median
    also: tuple["Plain", ...] = ()  # tables whose rows are counted otherwise; their whole is not said

    def statement(self, cut: str) -> str:
        names = cut.split("+") if cut else []
        keys = "".join(f"coalesce({self.dims[name]}, '')::text, " for name in names)
        group = " GROUP BY " + ", ".join(str(n + 1) for n in range(len(names))) if names else ""
        return f"SELECT {keys}{self.value}, {self.of or 'NULL'} FROM {self.rows}{group}"

    def whole(self) -> str:
        """All tables in one statement, for the fairest comparison of times."""
        keys = "".join(f"coalesce({sql}, '')::text AS k{n}, " for n, sql in enumerate(self.dims.values()))
        place = {name: f"k{n}" for n, name in enumerate(self.dims)}
        sets = ", ".join("(" + ", ".join(place[name] for name in cut.split("+") if name) + ")" for cut in self._every)
        return f"SELECT {keys}{self.value}, {self.of or 'NULL'} FROM {self.rows} GROUP BY GROUPING SETS ({sets})"

    @property
    def _every(self) -> tuple[str, ...]:
        return ("", *self.cuts)

    def figures(self, params: Mapping[str, Any]) -> dict[Key, Answer]:
        found = dict(self._cells(params, self._every))
        for other in self.also:
            found |= dict(other._cells(params, other.cuts))
        return found

    def _cells(self, params: Mapping[str, Any], cuts: tuple[str, ...]) -> Iterator[tuple[Key, Answer]]:
        with connection.cursor() as cursor:
            for cut in cuts:
                cursor.execute(self.statement(cut), params)
                for *key, value, of in cursor.fetchall():
                    answer = self._answer(value, of)
                    if answer is not None or not cut:
                        yield (cut, tuple(key)), answer or (None, value, of)

    def _answer(self, value: Any, of: Any) -> Answer | None:
        if self.kind == "count":
            return (Decimal(value or 0), None, None) if value or not self.of else None
        if self.kind == "median":
            return (Decimal(str(value)), None, of) if of else None
        if not of:
            return None
        times = 100 if self.kind == "share" else 1
        exact = (Decimal(times * int(value or 0)) / int(of)).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
        return exact, int(value or 0), int(of)


def within(moment: str) -> str:
    """The moment's day in Phnom Penh lies within the period."""
    return f"({moment} {_ZONE})::date BETWEEN %(first)s AND %(last)s"


_PERSON = {"sex": "m.sex", "province": "left(m.commune_code, 2)", "group": 'm."group"', "plan_group": "m.plan_group"}
_MEMBER = "registration_member m WHERE m.merged_into_id IS NULL AND m.state <> 'pending'"
_NEW = f"{_MEMBER} AND m.registered_on BETWEEN %(first)s AND %(last)s"
_TO_DATE = f"{_MEMBER} AND m.registered_on BETWEEN %(counted_from)s AND %(last)s"
_EVER = f"{_MEMBER} AND m.registered_on <= %(last)s"
_HERE = f"{_EVER} AND NOT (m.state = 'ended' AND m.ended_on <= %(last)s)"
_FLOW = ("sex", "province", "group", "plan_group", "channel", "sex+province", "sex+province+group")
_STOCK = ("sex", "province", "group", "plan_group", "sex+province", "sex+province+group")
_TO_DATE_CUTS = ("sex", "province", "plan_group")
_CAME = _PERSON | {"channel": "m.channel"}
_UNIT = {"province": "left(e.commune_code, 2)", "sector": "e.sector", "kind": "e.kind", "channel": "e.channel"}
_ENTERPRISE = "enterprises_enterprise e WHERE e.merged_into_id IS NULL"
_ON_REGISTER = f"{_ENTERPRISE} AND e.registered_on <= %(last)s AND NOT (e.state = 'closed' AND e.closed_on <= %(last)s)"
_DECIDED = "registration_application a WHERE a.kind = 'member' AND a.state IN ('approved', 'refused') AND " + within(
    "a.decided_at"
)
_APPLICATION = {
    "province": "left(a.place_code, 2)", "sex": "a.sex", "path": "a.path", "channel": "a.channel",
    "decision": "a.state",
}  # fmt: skip
_DAYS = f"(a.decided_at {_ZONE})::date - (a.submitted_at {_ZONE})::date"


def _denominator(code: str) -> str:
    return (
        "(SELECT b.denominator FROM reporting_baseline b WHERE b.denominator IS NOT NULL AND b.as_of <= %(last)s"
        f" AND b.indicator_id = '{code}' ORDER BY b.as_of DESC, b.entered_at DESC LIMIT 1)"
    )


PLAIN: dict[str, Plain] = {
    "new_members": Plain(_NEW, _CAME, _FLOW),
    "new_members_in_plan": Plain(f"{_NEW} AND m.plan_group IN ('1', '2', '3')", _CAME, _FLOW),
    "new_members_to_date": Plain(_TO_DATE, _PERSON, _TO_DATE_CUTS),
    "new_members_in_plan_to_date": Plain(f"{_TO_DATE} AND m.plan_group IN ('1', '2', '3')", _PERSON, _TO_DATE_CUTS),
    "returners": Plain(
        "registration_application a JOIN registration_member m ON m.id = a.corrects_id WHERE a.kind = 'correction'"
        f" AND a.correction = 'returning' AND a.state = 'approved' AND {within('a.decided_at')}",
        _PERSON, ("sex", "province"),
    ),
    "members_ever": Plain(_EVER, _PERSON, _STOCK),
    "members_active": Plain(_HERE, _PERSON, _STOCK),
    "members_contributing": Plain(
        "compliance_declaration d, compliance_declarationline l, registration_member m WHERE l.declaration_id = d.id"
        " AND d.superseded_at IS NULL AND d.month = date_trunc('month', %(last)s::date) AND l.month = d.month"
        " AND m.id = l.member_id",
        {"sex": "m.sex", "province": "d.province_code", "group": 'm."group"'},
        ("sex", "province", "group", "sex+province+group"),
        value="count(DISTINCT coalesce(m.merged_into_id, m.id))",
    ),
    "self_employed_active": Plain(
        f"{_HERE} AND m.\"group\" = 'self_employed'", _PERSON, ("sex", "province", "sex+province")
    ),
    "enterprises_registered": Plain(
        f"{_ENTERPRISE} AND e.registered_on BETWEEN %(first)s AND %(last)s",
        _UNIT, ("province", "sector", "kind", "channel", "province+sector"),
    ),
    "enterprises_on_register": Plain(_ON_REGISTER, _UNIT, ("province", "sector", "kind", "province+sector")),
    "share_of_census_units": Plain(
        f"{_ON_REGISTER} AND e.kind <> 'household'", of=_denominator("share_of_census_units"), kind="share"
    ),
    "share_of_census_workers": Plain(
        f"{_HERE} AND m.\"group\" IN ('employee', 'casual')", of=_denominator("share_of_census_workers"), kind="share"
    ),
    "share_of_survey_workers": Plain(
        f"{_HERE} AND m.\"group\" IN ('employee', 'casual', 'domestic', 'owner')",
        of=_denominator("share_of_survey_workers"), kind="share",
    ),
    "share_of_self_employed": Plain(
        f"{_HERE} AND m.\"group\" = 'self_employed'", of=_denominator("share_of_self_employed"), kind="share"
    ),
    "applications_decided": Plain(
        _DECIDED, _APPLICATION, ("province", "sex", "path", "channel", "decision", "sex+province")
    ),
    "median_days": Plain(
        f"{_DECIDED} AND a.state = 'approved' AND a.submitted_at IS NOT NULL",
        _APPLICATION, ("province", "path", "channel"),
        value=f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {_DAYS})", of="count(*)", kind="median",
    ),
    "share_by_rule": Plain(
        _DECIDED, _APPLICATION, ("province", "path", "channel"),
        value="count(*) FILTER (WHERE a.rule <> '')", of="count(*)", kind="share",
    ),
    "documents_asked": Plain(
        f"(SELECT a.*, (SELECT count(*) FROM registration_applicationdocument d WHERE d.application_id = a.id) AS n"
        f" FROM {_DECIDED}) a",
        _APPLICATION, ("province", "path", "channel"), value="sum(a.n)", of="count(*)", kind="mean",
    ),
    "fields_asked": Plain(
        "(SELECT a.id, a.place_code, a.path, a.channel, sum(s.fields_asked) AS n FROM registration_applicationstep s"
        f" JOIN registration_application a ON s.application_id = a.id AND {_DECIDED.split('WHERE ', 1)[1]}"
        " GROUP BY a.id) a",
        _APPLICATION, ("province", "path", "channel"), value="sum(a.n)", of="count(*)", kind="mean",
    ),
}  # fmt: skip


def params(period: Any) -> dict[str, Any]:
    """What the statements need: the period, and the day the plan counts from."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT counted_from FROM reporting_plan WHERE counted_from <= %s ORDER BY starts_on DESC LIMIT 1",
            [period.last],
        )
        found = cursor.fetchone()
    return {"first": period.first, "last": period.last, "counted_from": found[0] if found else None}
