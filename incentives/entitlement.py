"""What an enterprise is entitled to on a day: each programme in force, its conditions answered from the register."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Enterprise
from incentives import measuring
from incentives.conditions import words
from incentives.measuring import Answer, Measured
from incentives.models import Programme, ProgrammeCondition


class State(models.TextChoices):
    """How far an enterprise is from a programme."""

    ENTITLED = "entitled", gettext_lazy("every condition is met")
    MISSING = "missing", gettext_lazy("something is missing")
    UNKNOWN = "unknown", gettext_lazy("not computed")
    INFORMATION = "information", gettext_lazy("for your information")


TAGS = {State.ENTITLED: "ok", State.MISSING: "waits", State.UNKNOWN: "unknown", State.INFORMATION: "none"}
_ORDER = list(State)


@dataclass(frozen=True)
class Told:
    """One condition of a programme and what the register answers to it."""

    condition: ProgrammeCondition
    answer: Answer | None

    @property
    def words(self) -> str:
        return words(self.condition)

    @property
    def holds(self) -> bool | None:
        return self.answer.holds if self.answer else None

    @property
    def said(self) -> str:
        """The value the answer rests on."""
        return self.answer.said if self.answer else ""

    @property
    def missing(self) -> str:
        """What is missing, or why nobody can say; empty when it holds."""
        if self.answer is None:
            return _("The register says nothing of this enterprise on this day.")
        return self.answer.missing

    @property
    def tag(self) -> tuple[str, str]:
        if self.holds is None:
            return "unknown", _("not computed")
        return ("ok", _("met")) if self.holds else ("waits", _("missing"))


@dataclass(frozen=True)
class Entitlement:
    """A programme, how far the enterprise is from it, and what to do next."""

    programme: Programme
    on: date
    state: State
    conditions: list[Told]

    @property
    def tag(self) -> tuple[str, str]:
        return TAGS[self.state], str(self.state.label)

    @property
    def failing(self) -> list[Told]:
        return [told for told in self.conditions if told.holds is False]

    @property
    def unknown(self) -> list[Told]:
        return [told for told in self.conditions if told.holds is None]

    @property
    def can_ask(self) -> bool:
        """Nothing is known to be missing; what could not be computed is looked at by an officer."""
        return self.state in (State.ENTITLED, State.UNKNOWN)

    @property
    def next_step(self) -> str:
        institution = self.programme.institution
        named = {"institution": institution.name if institution else ""}
        if self.state == State.INFORMATION:
            return _("%(institution)s decides. Ask there.") % named if institution else _("For your information.")
        if self.state == State.MISSING:
            return " ".join(dict.fromkeys(told.missing for told in self.failing))
        if self.state == State.UNKNOWN:
            return _("Not everything could be computed. You can ask all the same: an officer looks at it.")
        return _("Ask here. %(institution)s answers.") % named


def entitlements(enterprise: Enterprise, on: date) -> list[Entitlement]:
    """Every programme in force on the day, what can be asked for first; only what was recorded by its end counts."""
    measured = measured_on(enterprise, on)
    rows = Programme.objects.in_force(on).select_related("institution").prefetch_related("conditions")
    told = [entitled(programme, measured, on) for programme in rows.order_by("order", "code", "-valid_from")]
    return sorted(told, key=lambda one: _ORDER.index(one.state))


def entitlement_to(programme: Programme, enterprise: Enterprise, on: date) -> Entitlement:
    """The same for one programme, whether or not it is in force."""
    return entitled(programme, measured_on(enterprise, on), on)


def measured_on(enterprise: Enterprise, on: date) -> Measured | None:
    """What the register says of the enterprise by the end of the day; None: nothing."""
    return next(measuring.facts_on([enterprise.pk], on), None)


def entitled(programme: Programme, measured: Measured | None, on: date) -> Entitlement:
    """The programme's conditions against what was measured."""
    told = [Told(one, _answer(one, measured)) for one in programme.conditions.all()]
    return Entitlement(programme, on, _state(programme, told), told)


def _answer(condition: ProgrammeCondition, measured: Measured | None) -> Answer | None:
    if measured is None:
        return None
    return measuring.answer(
        condition.measure,
        measured,
        minimum=condition.minimum,
        maximum=condition.maximum,
        one_of=condition.one_of,
    )


def _state(programme: Programme, told: list[Told]) -> State:
    if not programme.takes_requests:
        return State.INFORMATION
    found = {one.holds for one in told}
    if False in found:
        return State.MISSING
    return State.UNKNOWN if None in found else State.ENTITLED
