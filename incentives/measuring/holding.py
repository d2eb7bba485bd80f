"""Whether a measure holds: yes, no, or not computed; a missing figure never counts against anybody."""

from collections.abc import Callable, Collection
from typing import Any

from compliance.enums import Result, StandingState
from incentives.enums import Measure
from incentives.measuring.measured import Measured

# In time means in time: what was late is no fault any more, but it was late.
_IN_TIME = {Result.PASS: True, Result.NONE: True, Result.WARN: False, Result.FAIL: False, Result.UNAVAILABLE: None}
_MONTHS = _IN_TIME | {Result.NONE: None}  # no month was due yet: nobody can say it was on time
_WITHIN = _IN_TIME | {Result.WARN: True}  # within the tolerance of the law book
_STANDING = {
    StandingState.GOOD: True,
    StandingState.OWING: False,
    StandingState.UNKNOWN: None,
    StandingState.NOT_REGISTERED: False,
}
_RESULTS: dict[str, dict[Any, bool | None]] = {
    Measure.REGISTERED_IN_TIME: _IN_TIME,
    Measure.STAFF_IN_TIME: _IN_TIME,
    Measure.DECLARED_IN_TIME: _MONTHS,
    Measure.PAID_IN_TIME: _MONTHS,
    Measure.HEADCOUNT: _WITHIN,
    Measure.NO_FINDING: _IN_TIME,
}
COUNTED = (Measure.YEARS, Measure.WORKERS, Measure.MISSING_STAFF)
LISTED = (Measure.SECTOR, Measure.PLACE, Measure.SIZE)
Bounds = tuple[int | None, int | None, Collection[str]]


def value_of(measure: str, measured: Measured) -> Any:
    """What the register says: a result, a number, a code."""
    return getattr(measured, str(Measure(measure).value))


def holds(
    measure: str, measured: Measured, minimum: int | None = None, maximum: int | None = None, one_of: Collection = ()
) -> bool | None:
    """None: it could not be computed."""
    return _TESTS[measure](measure, measured, (minimum, maximum, one_of))


def _is_registered(_measure: str, measured: Measured, _bounds: Bounds) -> bool:
    return measured.registered


def _stands(_measure: str, measured: Measured, _bounds: Bounds) -> bool | None:
    return _STANDING[measured.standing]


def _result(measure: str, measured: Measured, _bounds: Bounds) -> bool | None:
    """Who is not registered was asked nothing of this."""
    if not measured.registered:
        return None
    if measure == Measure.PAID_IN_TIME and measured.months.paid_late:
        return False  # whatever else is not known
    return _RESULTS[measure][value_of(measure, measured)]


def _counted(measure: str, measured: Measured, bounds: Bounds) -> bool:
    """Without bounds: at least one year, at least one worker, nobody missing."""
    minimum, maximum, _one_of = bounds
    if minimum is None and maximum is None:
        minimum, maximum = (None, 0) if measure == Measure.MISSING_STAFF else (1, None)
    number = value_of(measure, measured)
    return (minimum is None or number >= minimum) and (maximum is None or number <= maximum)


def _listed(measure: str, measured: Measured, bounds: Bounds) -> bool | None:
    own, wanted = value_of(measure, measured), bounds[2]
    if not wanted:
        return True
    if not own:
        return None
    return own.startswith(tuple(wanted)) if measure == Measure.PLACE else own in wanted


_TESTS: dict[str, Callable[[str, Measured, Bounds], bool | None]] = {
    Measure.REGISTERED: _is_registered,
    Measure.STANDING: _stands,
    **dict.fromkeys(_RESULTS, _result),
    **dict.fromkeys(COUNTED, _counted),
    **dict.fromkeys(LISTED, _listed),
}
