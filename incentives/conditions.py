"""Conditions of programmes in words: a measure of the register with its bounds, as officers and employers read it."""

from django.utils.translation import gettext as _

from enterprises.enums import Sector
from incentives.enums import Measure, Size
from incentives.models import ProgrammeCondition
from nssf_portal.places.names import name_of
from nssf_portal.ui.templatetags.ui import number

COUNTED = (Measure.YEARS, Measure.WORKERS, Measure.MISSING_STAFF)
LISTED = (Measure.SECTOR, Measure.PLACE, Measure.SIZE)


def words(condition: ProgrammeCondition) -> str:
    """Registered workers: 5 to 49."""
    label = str(Measure(condition.measure).label)
    label = label[:1].upper() + label[1:]
    if condition.measure in COUNTED:
        return f"{label}: {_bounds(condition)}"
    if condition.measure in LISTED:
        return f"{label}: {', '.join(_named(condition.measure, code) for code in condition.one_of)}"
    return label


def _bounds(condition: ProgrammeCondition) -> str:
    least, most = condition.minimum, condition.maximum
    if least is None and most is None:
        least, most = (None, 0) if condition.measure == Measure.MISSING_STAFF else (1, None)
    if most == 0:
        return _("none")
    if least is None:
        return _("at most %(n)s") % {"n": number(most)}
    if most is None:
        return _("at least %(n)s") % {"n": number(least)}
    return _("%(least)s to %(most)s") % {"least": number(least), "most": number(most)}


def _named(measure: str, code: str) -> str:
    if measure == Measure.PLACE:
        return name_of(code)
    names = dict(Sector.choices) if measure == Measure.SECTOR else dict(Size.choices)
    return str(names.get(code, code))
