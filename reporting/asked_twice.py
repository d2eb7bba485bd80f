"""What people answer in the portal stands beside the surveys the plan names (97, 93 and 87%), and is never merged.

Other questions, asked of other people in another way: a reader sees both with their sources, no sum, no mean."""

from dataclasses import dataclass
from typing import Any

from reporting import registry, words
from reporting.models import Baseline
from reporting.periods import Period
from reporting.progress import entered_values
from reporting.registry import WHOLE, Cell, Definition
from reporting.suppression import told

ANSWERED = ("people_satisfied", "people_found_easy")
SURVEYED = ("health_care_satisfaction", "service_satisfaction", "scheme_awareness")


@dataclass(frozen=True)
class Question:
    """One of the two questions: the whole, and by occasion (after a decision, a card, a visit)."""

    definition: Definition
    whole: Cell
    by_occasion: list[tuple[str, Cell]]


@dataclass(frozen=True)
class Survey:
    """A survey's indicator: the plan's baselines, and a newer survey where an institution entered one."""

    definition: Definition
    baselines: list[Baseline]
    newer: list[Any]


def questions(period: Period) -> list[Question]:
    """Of the portal's own two questions; small cells are kept back."""
    return [_question(registry.get(code), period) for code in ANSWERED]


def _question(definition: Definition, period: Period) -> Question:
    cells = told(definition, period)  # with its other tables: they stand on the page of the figure
    whole = next(one for one in cells if one.cut == WHOLE)
    parts = [(words.word("occasion", one.where["occasion"]), one) for one in cells if one.cut == "occasion"]
    return Question(definition, whole, parts)


def surveys(period: Period) -> list[Survey]:
    """Of members, outside the portal: each with its date and source."""
    entered = entered_values(period)
    found: dict[str, list[Baseline]] = {code: [] for code in SURVEYED}
    for one in Baseline.objects.filter(indicator__in=SURVEYED).order_by("as_of", "id"):
        found[one.indicator_id].append(one)
    return [Survey(registry.get(code), found[code], [each.value for each in entered.get(code, [])]) for code in found]
