"""From facts to results: the same judgement for one enterprise's page and for the nightly rows of all."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from compliance.enums import Result, StandingItem, StandingState
from compliance.standing.facts import Facts
from compliance.standing.rules import Rules


class Months(NamedTuple):
    """What became of the months that are looked at."""

    due: int = 0  # months whose last day to declare is over
    missing: int = 0
    late: int = 0
    unpaid: int = 0  # declared, the last day to pay is over, and less came than is due
    owed: int = 0  # riel
    paid_late: int = 0
    not_computed: int = 0  # declared, but the amount could not be worked out
    interest: int = 0  # riel that a confirmed rule asks for


Results = dict[StandingItem, Result]


def judge(facts: Facts, months: Months, rules: Rules) -> Results:
    """The answer to each of the six questions; who is not registered is asked only the first."""
    if not facts.is_registered(rules.on):
        others = dict.fromkeys(StandingItem, Result.NONE)
        return others | {StandingItem.REGISTERED: Result.FAIL}
    return {
        StandingItem.REGISTERED: registered(facts, rules),
        StandingItem.STAFF: staff(facts, rules),
        StandingItem.DECLARATIONS: declarations(months),
        StandingItem.PAYMENTS: payments(months),
        StandingItem.HEADCOUNT: headcount(facts, rules),
        StandingItem.FINDINGS: Result.FAIL if facts.findings or facts.fines else Result.PASS,
    }


def state_of(facts: Facts, results: Results, on: date) -> StandingState:
    """Good only when nothing is owed and nothing is unknown."""
    given = set(results.values())
    if not facts.is_registered(on):
        return StandingState.NOT_REGISTERED
    if Result.FAIL in given:
        return StandingState.OWING
    return StandingState.UNKNOWN if Result.UNAVAILABLE in given else StandingState.GOOD


def registered(facts: Facts, rules: Rules) -> Result:
    """Who registered late has registered: looked at, nothing to put right."""
    if facts.opened_on is None or facts.registered_on is None:
        return Result.UNAVAILABLE
    last = rules.last_to_register(facts.opened_on)
    if last is None:
        return Result.NONE
    return Result.WARN if facts.registered_on > last else Result.PASS


def staff(facts: Facts, rules: Rules) -> Result:
    """A late hire is registered by now; many of them are a habit."""
    if not facts.hires:
        return Result.NONE
    if facts.late_hires > facts.hires * rules.late_share:
        return Result.FAIL
    return Result.WARN if facts.late_hires else Result.PASS


def declarations(months: Months) -> Result:
    if not months.due:
        return Result.NONE
    if months.missing:
        return Result.FAIL
    return Result.WARN if months.late else Result.PASS


def payments(months: Months) -> Result:
    """What was not declared or not computed has no amount: nobody can say that it is paid."""
    if months.unpaid or months.interest:
        return Result.FAIL
    if months.not_computed or months.missing:
        return Result.UNAVAILABLE
    if not months.due:
        return Result.NONE
    return Result.WARN if months.paid_late else Result.PASS


def headcount(facts: Facts, rules: Rules) -> Result:
    """Fewer registered than others say; more is no fault."""
    if facts.said is None or facts.counted is None:
        return Result.NONE
    share, spare = rules.tolerance
    gap = facts.said - facts.counted
    if gap > max(Decimal(spare), facts.said * share):
        return Result.FAIL
    return Result.WARN if gap > 0 else Result.PASS
