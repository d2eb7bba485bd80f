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
        cut_by = {name: self.dims[name] for cut in self.cuts for name in cut.split("+")}
        keys = "".join(f"coalesce({sql}, '')::text AS k{n}, " for n, sql in enumerate(cut_by.values()))
        place = {name: f"k{n}" for n, name in enumerate(cut_by)}
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
                        yield (cut, tuple(key)), answer or self._nothing(value, of)

    def _nothing(self, value: Any, of: Any) -> Answer:
        """The whole is always said: none, or nothing to divide by."""
        if self.kind == "count":
            return Decimal(0), None, None
        return (None, None, None) if self.kind == "median" else (None, int(value or 0), int(of or 0))

    def _answer(self, value: Any, of: Any) -> Answer | None:
        if self.kind == "count":
            return (Decimal(value), None, None) if value else None
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


_WORK = f"work_workitem w WHERE w.state = 'done' AND {within('w.closed_at')}"
_SAID = "registration_surveyanswer s WHERE s.month BETWEEN %(first)s AND %(last)s"
_SAID_DIMS = {"occasion": "s.occasion", "sex": "s.sex", "province": "s.province_code", "channel": "s.channel"}
_SAID_CUTS = ("occasion", "sex", "province", "channel")
_DECLARED = "compliance_declaration d WHERE d.is_first AND d.month BETWEEN %(first)s AND %(last)s"
_DECLARED_DIMS = {"province": "d.province_code", "channel": "d.channel"}
_BY_ENTERPRISE = {"province": "left(e.commune_code, 2)", "sector": "e.sector"}
_REQUEST = (
    "incentives_incentiverequest r, incentives_programme p, enterprises_enterprise e"
    " WHERE p.id = r.programme_id AND e.id = r.enterprise_id AND "
)
_TAKEN = f"{_REQUEST} r.state = 'taken_up' AND r.taken_up_on BETWEEN %(first)s AND %(last)s"
_REQUEST_DIMS = _BY_ENTERPRISE | {"programme": "p.kind"}
_REQUEST_CUTS = ("programme", "province", "sector")
_ACTIVITY = "outreach_activity a, outreach_activitytype t{} WHERE t.id = a.type_id AND a.state = 'verified'"
_BEGAN = f" AND {within('a.starts_at')}"
_ACTIVITY_DIMS = {"type": "t.code", "action": "t.action", "province": "left(a.place_code, 2)"}
_ACTIVITY_CUTS = ("type", "action", "province")
_QUIZ = (
    _ACTIVITY.format(", outreach_quizquestion k, outreach_quizanswer q LEFT JOIN outreach_quizchoice c"
                     " ON c.id = q.choice_id")
    + " AND q.activity_id = a.id AND k.id = q.question_id" + _BEGAN
)  # fmt: skip
_QUIZ_DIMS = {"knowledge": "k.kind", "province": "left(a.place_code, 2)"}
# People who came, where an activity has a list or heads of the whole room, never both (the rule of counting has its own
# tests): one row for each activity and sex.
_CAME_TO = (
    "(SELECT a.id, t.code, left(a.place_code, 2) AS province, upper(replace(c.sex, 'n', '')) AS sex, c.n FROM ("
    " SELECT activity_id, gender AS sex, count(*) AS n FROM outreach_attendance WHERE struck_at IS NULL GROUP BY 1, 2"
    " UNION ALL SELECT activity_id, 'f', women FROM outreach_headcount WHERE replaced_at IS NULL"
    " UNION ALL SELECT activity_id, 'm', men FROM outreach_headcount WHERE replaced_at IS NULL"
    " UNION ALL SELECT activity_id, '', not_stated FROM outreach_headcount WHERE replaced_at IS NULL) c"
    " JOIN outreach_activity a ON a.id = c.activity_id JOIN outreach_activitytype t ON t.id = a.type_id"
    f" WHERE a.state = 'verified' {_BEGAN}) p"
)
_CAME_DIMS = {"sex": "p.sex", "type": "p.code", "province": "p.province"}
_BROUGHT = (
    "(SELECT t.code, left(a.place_code, 2) AS province, 0 AS came, 1 AS brought FROM outreach_attribution b"
    " JOIN outreach_activity a ON a.id = b.activity_id JOIN outreach_activitytype t ON t.id = a.type_id"
    f" WHERE b.subject = 'member' AND a.state = 'verified' {_BEGAN}"
    f" UNION ALL SELECT p.code, p.province, p.n, 0 FROM {_CAME_TO}) z"
)

PLAIN |= {
    "registry_coverage": Plain(
        "enterprises_enterprise e WHERE e.state <> 'closed' AND EXISTS (SELECT FROM enterprises_registryrecord r,"
        " enterprises_source s WHERE s.id = r.source_id AND s.way <> 'own' AND r.enterprise_id = e.id"
        " AND r.withdrawn_at IS NULL AND r.match_state <> 'possible')",
        _BY_ENTERPRISE, ("province", "sector"),
        value="count(*) FILTER (WHERE e.state IN ('registered', 'suspended'))", of="count(*)", kind="share",
        also=(
            Plain(
                "(SELECT DISTINCT s.code, e.id, e.state FROM enterprises_registryrecord r, enterprises_source s,"
                " enterprises_enterprise e WHERE s.id = r.source_id AND s.way <> 'own' AND r.enterprise_id = e.id"
                " AND r.withdrawn_at IS NULL AND r.match_state <> 'possible' AND e.state <> 'closed') u",
                {"source": "u.code"}, ("source",),
                value="count(*) FILTER (WHERE u.state IN ('registered', 'suspended'))", of="count(*)", kind="share",
            ),
        ),
    ),
    "sla_kept": Plain(
        _WORK, {"province": "left(w.place_code, 2)", "work": "w.kind"}, ("province", "work"),
        value=f"count(*) FILTER (WHERE (w.closed_at {_ZONE})::date <= w.due_on)", of="count(*)", kind="share",
    ),
    "stops_held": Plain(
        f"registration_unitstop s WHERE s.state = 'closed' AND {within('s.starts_at')}",
        {"province": "left(s.commune_code, 2)", "stop": "s.kind"}, ("province", "stop"),
    ),
    "sources_delivering": Plain(
        f"enterprises_registrybatch b WHERE b.state = 'done' AND {within('b.done_at')}",
        {"delivery": "b.channel"}, ("delivery",), value="count(DISTINCT b.source_id)",
    ),
    "people_satisfied": Plain(
        f"{_SAID} AND s.satisfied IS NOT NULL", _SAID_DIMS, _SAID_CUTS,
        value="count(*) FILTER (WHERE s.satisfied IN (4, 5))", of="count(*)", kind="share",
    ),
    "people_found_easy": Plain(
        f"{_SAID} AND s.easy IS NOT NULL", _SAID_DIMS, _SAID_CUTS,
        value="count(*) FILTER (WHERE s.easy)", of="count(*)", kind="share",
    ),
    "declarations_on_time": Plain(
        _DECLARED, _DECLARED_DIMS, ("province", "channel"),
        value=f"count(*) FILTER (WHERE (d.filed_at {_ZONE})::date <= d.due_on)", of="count(*)", kind="share",
    ),
    "declarations_made": Plain(
        "(SELECT left(e.commune_code, 2) AS province, 0 AS made, 1 AS owed FROM enterprises_enterprise e,"
        " generate_series(%(first)s::date, %(last)s::date, interval '1 month') month"
        " WHERE e.merged_into_id IS NULL AND e.registered_on < month + interval '1 month'"
        " AND NOT (e.state = 'closed' AND e.closed_on < month + interval '1 month')"
        f" UNION ALL SELECT d.province_code, 1, 0 FROM {_DECLARED}) u",
        {"province": "u.province"}, ("province",), value="sum(u.made)", of="sum(u.owed)", kind="share",
    ),
    "target_hit_rate": Plain(
        "compliance_targetline t, compliance_targetlist l WHERE l.id = t.list_id"
        " AND l.month BETWEEN %(first)s AND %(last)s AND (t.hit IS NOT NULL OR t.state = 'complied')",
        {"province": "left(t.commune_code, 2)", "chosen": "t.chosen_by"}, ("province", "chosen"),
        value="count(*) FILTER (WHERE t.hit IS NOT FALSE)", of="count(*)", kind="share",
    ),
    "cases_settled": Plain(
        f"compliance_casefile c WHERE c.state = 'closed' AND c.outcome <> 'withdrawn' AND {within('c.closed_at')}",
        {"province": "left(c.commune_code, 2)", "outcome": "c.outcome", "case": "c.kind"},
        ("province", "outcome", "case"),
    ),
    "award_candidates": Plain(
        "incentives_candidate c, enterprises_enterprise e WHERE e.id = c.enterprise_id AND c.state <> 'withdrawn'"
        f" AND {within('c.nominated_at')}",
        _BY_ENTERPRISE | {"nominated": "c.source"}, ("nominated", "province", "sector"),
    ),
    "awards_given": Plain(
        "incentives_award a, enterprises_enterprise e WHERE e.id = a.enterprise_id"
        f" AND a.state IN ('given', 'withdrawal_proposed') AND {within('a.given_at')}",
        _BY_ENTERPRISE, ("province", "sector"),
    ),
    "programme_requests": Plain(f"{_REQUEST} {within('r.proposed_at')}", _REQUEST_DIMS, _REQUEST_CUTS),
    "programmes_taken_up": Plain(_TAKEN, _REQUEST_DIMS, _REQUEST_CUTS),
    "programme_riel": Plain(_TAKEN, _REQUEST_DIMS, _REQUEST_CUTS, value="sum(r.taken_up_amount)"),
    "programme_uptake": Plain(
        f"{_REQUEST} {within('r.granted_at')}", _REQUEST_DIMS, _REQUEST_CUTS,
        value="count(*) FILTER (WHERE r.state = 'taken_up')", of="count(*)", kind="share",
    ),
    "activities_verified": Plain(
        _ACTIVITY.format("") + _BEGAN, _ACTIVITY_DIMS | {"target_group": "a.target_group"},
        (*_ACTIVITY_CUTS, "target_group"),
    ),
    "people_reached": Plain(
        _CAME_TO, _CAME_DIMS, ("sex", "type", "province", "sex+province"), value="sum(p.n)"
    ),
    "knew_before": Plain(
        f"{_QUIZ} AND q.moment = 'before'", _QUIZ_DIMS, ("knowledge", "province"),
        value="count(*) FILTER (WHERE c.is_right)", of="count(*)", kind="share",
    ),
    "knew_after": Plain(
        f"{_QUIZ} AND q.moment = 'after'", _QUIZ_DIMS, ("knowledge", "province"),
        value="count(*) FILTER (WHERE c.is_right)", of="count(*)", kind="share",
    ),
    "registrations_brought": Plain(
        _ACTIVITY.format(", outreach_attribution b")
        + " AND b.activity_id = a.id AND b.registered_on BETWEEN %(first)s AND %(last)s",
        _ACTIVITY_DIMS | {"brought": "b.subject", "rule": "b.rule"}, ("brought", "rule", *_ACTIVITY_CUTS),
    ),
    "conversion": Plain(
        _BROUGHT, {"type": "z.code", "province": "z.province"}, ("type", "province"),
        value="sum(z.brought)", of="sum(z.came)", kind="share",
    ),
    "outreach_cost": Plain(
        _ACTIVITY.format(", outreach_budgetline b")
        + " AND b.activity_id = a.id AND b.kind = 'spent' AND b.struck_at IS NULL" + _BEGAN,
        _ACTIVITY_DIMS, _ACTIVITY_CUTS, value="sum(b.amount)",
    ),
    "officials_trained": Plain(
        _ACTIVITY.format(", outreach_enrolment n, outreach_course k")
        + " AND n.activity_id = a.id AND k.id = n.course_id AND n.state IN ('attended', 'passed', 'failed')" + _BEGAN,
        {"course": "k.kind", "province": "left(a.place_code, 2)"}, ("course", "province"),
    ),
    "lessons_taught": Plain(
        "outreach_curriculumitem i WHERE i.state = 'taught' AND i.taught_from <= %(last)s",
        {"level": "i.level"}, ("level",),
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
