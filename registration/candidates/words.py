"""The reasons of a candidate in sentences for officers."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registration.candidates.people import Reason

SENTENCES: dict[str, Promise] = {
    "identifier": _("The same identity number."),
    "phone": _("The same phone number; families often share one."),
    "name_equal": _("The same name."),
    "name_alike": _("A name spelled or heard nearly the same."),
    "name_swapped": _("The same name with family and given name changed about."),
    "name_differs": _("Another name."),
    "common_name": _("Many people bear this name."),
    "birth_equal": _("The same date of birth."),
    "birth_default_equal": _("The same date of birth, but it stands for the year only."),
    "birth_swapped": _("The same date of birth with day and month changed about."),
    "birth_slip": _("One digit of the date of birth differs."),
    "birth_year_slip": _("The same day and month of birth, one year apart."),
    "birth_year_equal": _("The same year of birth; one of the dates stands for the year only."),
    "birth_year_near": _("Years of birth one apart; one of the dates stands for the year only."),
    "birth_year_only": _("The same year of birth, another day."),
    "birth_differs": _("Another date of birth."),
    "birth_unknown": _("A date of birth is missing."),
    "sex_differs": _("Another sex."),
    "nationality_differs": _("Another nationality."),
}


def words(reasons: Iterable[Reason | str]) -> list[str]:
    """A sentence for each reason or its code, in the reader's language; an unknown code is left as it is."""
    return [str(SENTENCES.get(str(reason), str(reason))) for reason in reasons]
