"""Outreach: what was held and verified, who was reached, what people knew, who registered afterwards, what it cost."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from outreach import counting
from outreach.models import Activity
from reporting.enums import Direction, Method
from reporting.indicators import rows, texts
from reporting.indicators.grouping import Question, Source, counts, parts, share, shares, within
from reporting.indicators.members import days
from reporting.periods import Period
from reporting.registry import WHOLE, Cell, Definition, add

_WHERE = {"type": "t.code", "action": "t.action", "province": "left(a.place_code, 2)"}
_JOINED = "outreach_activity a JOIN outreach_activitytype t ON t.id = a.type_id"
_VERIFIED = "a.state = 'verified'"
HELD = Source(_JOINED, _WHERE | {"target_group": "a.target_group"}, _VERIFIED)
MONEY = Source(
    f"{_JOINED} JOIN outreach_budgetline b ON b.activity_id = a.id",
    _WHERE,
    f"{_VERIFIED} AND b.kind = 'spent' AND b.struck_at IS NULL",
)
ANSWERS = Source(
    f"{_JOINED} JOIN outreach_quizanswer q ON q.activity_id = a.id"
    " JOIN outreach_quizquestion k ON k.id = q.question_id LEFT JOIN outreach_quizchoice c ON c.id = q.choice_id",
    _WHERE | {"knowledge": "k.kind"},
    _VERIFIED,
)
BROUGHT = Source(
    f"{_JOINED} JOIN outreach_attribution b ON b.activity_id = a.id",
    _WHERE | {"brought": "b.subject", "rule": "b.rule"},
    _VERIFIED,
)
TRAINED = Source(
    f"{_JOINED} JOIN outreach_enrolment n ON n.activity_id = a.id JOIN outreach_course k ON k.id = n.course_id",
    _WHERE | {"course": "k.kind"},
    f"{_VERIFIED} AND n.state IN ('attended', 'passed', 'failed')",
)
LESSONS = Source("outreach_curriculumitem i", {"level": "i.level"}, "i.state = 'taught'")
_BEGAN = within("a.starts_at")
_CUTS = ("type", "action", "province")
_REACHED_CUTS = ("sex", "type", "province", "sex+province")
_SEXES = (("F", "women"), ("M", "men"), ("", "not_stated"))


def activities_verified(period: Period) -> Iterator[Cell]:
    """Verified activities by the day they began."""
    return counts(Question(HELD, ["1"], (*_CUTS, "target_group"), _BEGAN, days(period)))


def people_reached(period: Period) -> Iterator[Cell]:
    """Who came to them, by the one rule of counting: nobody is added twice."""
    found: Counter[tuple[str, tuple[str, ...]]] = Counter({(WHOLE, ()): 0})
    for said, people in _reached(period):
        for cut in (WHOLE, *_REACHED_CUTS):
            found[cut, tuple(said[name] for name in parts(cut))] += people
    for (cut, key), people in found.items():
        if people or cut == WHOLE:
            yield Cell(cut, dict(zip(parts(cut), key, strict=True)), people)


def knew_before(period: Period) -> Iterator[Cell]:
    """Right answers of all answers before the activity."""
    return _knew(period, "before")


def knew_after(period: Period) -> Iterator[Cell]:
    """Right answers of all answers after the activity."""
    return _knew(period, "after")


def registrations_brought(period: Period) -> Iterator[Cell]:
    """People and enterprises whose registration is given to an activity, by the day they registered."""
    registered = "b.registered_on BETWEEN %(first)s AND %(last)s"
    return counts(Question(BROUGHT, ["1"], ("brought", "rule", *_CUTS), registered, days(period)))


def conversion(period: Period) -> Iterator[Cell]:
    """People whom the period's activities brought so far, of the people they reached."""
    people = f"b.subject = 'member' AND {_BEGAN}"
    brought = {_of(group): group.sums[0] for group in _ask(BROUGHT, ("type", "province"), people, period)}
    for cell in people_reached(period):
        if cell.cut in (WHOLE, "type", "province"):
            key = cell.cut, tuple(cell.where.values())
            yield share(cell.cut, cell.where, brought.get(key, 0), int(cell.value or 0))


def outreach_cost(period: Period) -> Iterator[Cell]:
    """Riel spent on verified activities that began in the period."""
    return counts(Question(MONEY, ["b.amount"], _CUTS, _BEGAN, days(period)))


def officials_trained(period: Period) -> Iterator[Cell]:
    """Officials in sessions of courses, those absent left out."""
    return counts(Question(TRAINED, ["1"], ("course", "province"), _BEGAN, days(period)))


def lessons_taught(period: Period) -> Iterator[Cell]:
    """Pieces of the curriculum taught by the end of the period."""
    return counts(Question(LESSONS, ["1"], ("level",), "i.taught_from <= %(last)s", days(period)))


def _reached(period: Period) -> Iterator[tuple[dict[str, str], int]]:
    found = _activity_rows(period, {})
    people = counting.of_activities(found)
    for pk, kind, place in found.order_by().values_list("pk", "type__code", "place_code"):
        here = people[pk]
        for sex, name in _SEXES:
            yield {"sex": sex, "type": kind, "province": place[:2]}, getattr(here, name)


def _knew(period: Period, moment: str) -> Iterator[Cell]:
    right = "CASE WHEN c.is_right THEN 1 ELSE 0 END"
    asked = f"q.moment = '{moment}' AND {_BEGAN}"
    return shares(Question(ANSWERS, [right, "1"], ("knowledge", "province"), asked, days(period)))


def _ask(source: Source, cuts: tuple[str, ...], where: str, period: Period) -> list[Any]:
    return Question(source, ["1"], cuts, where, days(period)).ask()


def _of(group: Any) -> tuple[str, tuple[str, ...]]:
    return group.cut, tuple(group.where.values())


# --- the rows behind a cell -------------------------------------------------------------------------------------

_FIELDS = {"type": "type__code", "action": "type__action", "province": "place_code__startswith"}


def _activity_rows(period: Period, where: Mapping[str, str]) -> QuerySet[Activity]:
    """The activities behind a cell; a cut by people's sex has none of its own."""
    found = Activity.objects.counted().filter(starts_at__date__range=(period.first, period.last))
    return found.filter(**rows.of({name: value for name, value in where.items() if name != "sex"}, _FIELDS))


# --- definitions ------------------------------------------------------------------------------------------------

_SHARED: dict[str, Any] = {
    "source": texts.OUTREACH, "method": Method.COMPUTED, "direction": Direction.UP, "as_of": texts.WITHIN,
}  # fmt: skip
_ALL = ("4.1", "4.2", "4.3", "4.4", "4.5")

add(
    Definition(
        "activities_verified", _("Activities held and verified"),
        _("Courses, forums, workshops, visits and competitions that began within the period and that a second person"
          " verified. What is only planned, held or reported is not in."),
        unit="activities", measures=_ALL, cuts=(*_CUTS, "target_group"),
        figures=activities_verified, headline=True, rows=_activity_rows, **_SHARED,
    )
)  # fmt: skip
add(
    Definition(
        "people_reached", _("People reached"),
        _("People who came to the verified activities of the period. Who is known one by one is not counted again"
          " among the heads; who came to two activities is reached twice."),
        unit="people", measures=_ALL, cuts=_REACHED_CUTS,
        figures=people_reached, headline=True, rows=_activity_rows, **_SHARED,
    )
)  # fmt: skip
add(
    Definition(
        "knew_before", _("Right answers before an activity"),
        _("Of the answers given before the verified activities of the period, those that were right; without names."
          " It is not the plan's 87%, which comes from a survey of members."),
        unit="percent", measures=_ALL, cuts=("knowledge", "province"), shares=True,
        figures=knew_before, rows=_activity_rows, **_SHARED | {"direction": Direction.NONE},
    )
)  # fmt: skip
add(
    Definition(
        "knew_after", _("Right answers after an activity"),
        _("Of the answers given after the verified activities of the period, those that were right; without names."
          " It is not the plan's 87%, which comes from a survey of members."),
        unit="percent", measures=_ALL, cuts=("knowledge", "province"), shares=True,
        figures=knew_after, headline=True, rows=_activity_rows, **_SHARED,
    )
)  # fmt: skip
add(
    Definition(
        "registrations_brought", _("Registrations brought by activities"),
        _("People and enterprises registered within the period whose registration is given to a verified activity:"
          " each once, by the strongest rule that holds."),
        unit="registrations", measures=_ALL, cuts=("brought", "rule", *_CUTS),
        figures=registrations_brought, **_SHARED,
    )
)  # fmt: skip
add(
    Definition(
        "conversion", _("People reached who registered"),
        _("Of the people reached by the verified activities of the period, those whose registration is given to these"
          " activities by now: for a period just over the share still rises."),
        unit="percent", measures=_ALL, cuts=("type", "province"), shares=True,
        figures=conversion, headline=True, rows=_activity_rows, **_SHARED,
    )
)  # fmt: skip
add(
    Definition(
        "outreach_cost", _("Riel spent on verified activities"),
        _("The unstruck lines of money spent on the verified activities that began within the period, whoever paid."),
        unit="riel", measures=_ALL, cuts=_CUTS, figures=outreach_cost, rows=_activity_rows,
        **_SHARED | {"direction": Direction.NONE},
    )
)  # fmt: skip
add(
    Definition(
        "officials_trained", _("Officials trained"),
        _("Officials who took part in the sessions of courses that began within the period and were verified; an"
          " official in two sessions counts twice."),
        unit="people", measures=("4.3",), cuts=("course", "province"), figures=officials_trained, **_SHARED,
    )
)  # fmt: skip
add(
    Definition(
        "lessons_taught", _("Lessons about social security taught"),
        _("Pieces of textbooks and lessons of the Ministry of Education that are taught at the end of the period."),
        unit="lessons", measures=("4.5",), cuts=("level",), figures=lessons_taught,
        **_SHARED | {"as_of": texts.AT_THE_END},
    )
)  # fmt: skip
