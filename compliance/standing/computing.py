"""The standing of one enterprise on a date, with its six items explained."""

from copy import copy
from dataclasses import dataclass
from datetime import date

from compliance.enums import Result, StandingItem, StandingState
from compliance.standing.facts import Facts, gather
from compliance.standing.judging import judge, state_of
from compliance.standing.months import months_of, totals
from compliance.standing.rules import Rules, label_of
from compliance.standing.words import Item, Told, items_of
from enterprises.enums import EnterpriseState
from enterprises.models import Enterprise
from nssf_portal.law.book import InForce

_TAGS = {
    StandingState.GOOD: "ok",
    StandingState.OWING: "wrong",
    StandingState.UNKNOWN: "unknown",
    StandingState.NOT_REGISTERED: "none",
}


@dataclass(frozen=True)
class Standing:
    """What can be said of an enterprise on a day, from what was recorded by the end of it."""

    enterprise: Enterprise
    on: date
    state: StandingState
    items: list[Item]

    @property
    def waiting(self) -> list[InForce]:
        """Values of the law book it rests on that nobody confirmed yet, each once."""
        return list({value.code: value for item in self.items for value in item.values if not value.confirmed}.values())

    @property
    def is_draft(self) -> bool:
        return bool(self.waiting)

    @property
    def waiting_for(self) -> list[str]:
        """The same in words, each once, for whoever wonders why there is no certificate."""
        return list(dict.fromkeys(label_of(value) for value in self.waiting))

    @property
    def tag(self) -> tuple[str, str]:
        return _TAGS[self.state], str(self.state.label)

    @property
    def is_good(self) -> bool:
        return self.state == StandingState.GOOD

    def result(self, item: StandingItem) -> Result:
        return next(one.result for one in self.items if one.item == item)

    @property
    def failing(self) -> list[Item]:
        return [one for one in self.items if one.result == Result.FAIL]


def standing_on(enterprise: Enterprise, on: date) -> Standing:
    """Computed anew, in the language in force; only facts recorded by the end of `on` count."""
    rules = Rules(on)
    facts = gather([enterprise.pk], rules).get(enterprise.pk) or _unknown(enterprise)
    stood = copy(enterprise)
    stood.state, stood.registered_on, stood.closed_on = facts.state, facts.registered_on, facts.closed_on
    months = months_of(stood, rules) if facts.is_registered(on) else []
    counted = totals(months)
    results = judge(facts, counted, rules)
    told = Told(enterprise, facts, months, counted, rules)
    return Standing(enterprise, on, state_of(facts, results, on), items_of(told, results))


def _unknown(enterprise: Enterprise) -> Facts:
    """An enterprise that is not in the database (yet)."""
    nothing = (None,) * 3, (0, 0, 0, None), (0, None, None, None, None), (0, 0, 0)
    return Facts(enterprise.pk, EnterpriseState.KNOWN, *(value for part in nothing for value in part))
