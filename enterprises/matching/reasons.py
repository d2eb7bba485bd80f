"""The words for a reason's code, as an officer reads them."""

from collections.abc import Callable

from django.utils.translation import gettext as _

_TEXTS: dict[str, Callable[[], str]] = {
    "tin_equal": lambda: _("The TIN is the same."),
    "tin_slip": lambda: _("The TIN is nearly the same: off in its last digits or by one sign."),
    "tin_differs": lambda: _("The TIN is another."),
    "moc_equal": lambda: _("The commercial registration number is the same."),
    "moc_differs": lambda: _("The commercial registration number is another."),
    "phone_equal": lambda: _("The phone number is the same."),
    "phone_differs": lambda: _("The phone number is another."),
    "opened_equal": lambda: _("Both say the same opening day."),
    "opened_near": lambda: _("The opening days are close to each other, or day and month are swapped."),
    "opened_differs": lambda: _("The opening days differ."),
    "commune_equal": lambda: _("Both are in the same commune."),
    "district_equal": lambda: _("Both are in the same district, in different communes."),
    "province_equal": lambda: _("Both are in the same province, in different districts."),
    "place_differs": lambda: _("They are in different provinces."),
    "size_near": lambda: _("They have about as many workers."),
    "size_differs": lambda: _("One has more than ten times the workers of the other."),
    "sector_equal": lambda: _("The sector is the same."),
    "sector_differs": lambda: _("The sector is another."),
    "name_equal": lambda: _("The name in Latin letters is the same."),
    "name_close": lambda: _("The names in Latin letters are alike."),
    "name_differs": lambda: _("The names in Latin letters differ."),
    "word_differs": lambda: _("Each name has a word that the other has not."),
    "name_not_comparable": lambda: _("There is no name of both in one script to compare."),
    "khmer_equal": lambda: _("The Khmer name is the same."),
    "khmer_close": lambda: _("The Khmer names are alike."),
    "khmer_differs": lambda: _("The Khmer names differ."),
    "group_differs": lambda: _("One calls itself a group or holding, the other does not."),
    "taken": lambda: _("Another record of the same source is this enterprise already."),
    "branch": lambda: _("It looks like a branch: the same enterprise at another place."),
    "parent_key": lambda: _("The source names this enterprise as its head office."),
    "one_unit": lambda: _("Another source names the same unit by the same number."),
    "reopened": lambda: _("The enterprise is closed with the Fund, and this newer record says it works."),
    "registered_since": lambda: _("The unit was known from this record and has been registered since."),
    "known_in_use": lambda: _("The record belongs to a unit that somebody has asked to represent."),
    "by_person": lambda: _("An officer decided it."),
}


def code_of(reason: str) -> str:
    """The code without its measure: `name_close:0.93` is `name_close`."""
    return reason.partition(":")[0]


def reason_text(code: str) -> str:
    """A sentence for a reason, with its measure in percent when it has one."""
    name, _colon, measure = code.partition(":")
    text = _TEXTS[name]() if name in _TEXTS else name
    return f"{text} ({round(float(measure) * 100)}%)" if measure else text
