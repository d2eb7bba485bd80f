"""What is wrong with a row, in words for whoever sent it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.delivering.values import Problem

FIELD_LABELS = {
    "source_key": gettext_lazy("Key in the registry"),
    "certificate_number": gettext_lazy("Certificate or licence number"),
    "name_km": gettext_lazy("Name in Khmer"),
    "name_latin": gettext_lazy("Name in Latin letters"),
    "name": gettext_lazy("Name"),
    "tin": gettext_lazy("Tax number (TIN)"),
    "moc_number": gettext_lazy("Commercial registration number (MoC)"),
    "commune_code": gettext_lazy("Commune code"),
    "province": gettext_lazy("Province"),
    "district": gettext_lazy("District"),
    "commune": gettext_lazy("Commune"),
    "village": gettext_lazy("Village"),
    "address": gettext_lazy("Address"),
    "phone": gettext_lazy("Phone number"),
    "sector": gettext_lazy("Sector"),
    "activity": gettext_lazy("Activity"),
    "declared_workers": gettext_lazy("Number of workers"),
    "opened_on": gettext_lazy("Opened on"),
    "closed_on": gettext_lazy("Closed on"),
    "as_of": gettext_lazy("As of"),
    "parent_key": gettext_lazy("Key of the head office"),
}

_MESSAGES = {
    "required": gettext_lazy("This value is missing."),
    "too_long": gettext_lazy("This text is too long."),
    "nssf_number_invalid": gettext_lazy("An NSSF number has 4 to 20 digits, letters or dashes."),
    "commune_invalid": gettext_lazy("We do not know a commune with this code; it has 6 digits."),
    "place_unknown": gettext_lazy("We do not find this commune by its name; it was kept as an address."),
    "date_invalid": gettext_lazy("Write the date as year-month-day, for example 2020-04-14."),
    "date_future": gettext_lazy("This date is in the future."),
    "closed_before_opened": gettext_lazy("The unit closed before it opened; the closing was left out."),
    "leading_zero_restored": gettext_lazy("The first zero was lost in a spreadsheet and was put back."),
    "phone_invalid": gettext_lazy("This is not a Cambodian phone number; it was left out."),
    "tin_invalid": gettext_lazy("This TIN does not have the usual form; it was kept as it is."),
    "sector_invalid": gettext_lazy("We do not know this sector; it was left out."),
    "settled_value_kept": gettext_lazy("This value was settled and stays; what the file says is kept beside it."),
    "workers_invalid": gettext_lazy("This is not a number of workers; it was left out."),
}
_TWICE = {
    "nssf_number": gettext_lazy("This NSSF number stands in the file more than once; the first row counts."),
}


def message(code: str, field: str) -> str:
    """One sentence: what is wrong and what was done about it; the code itself when it is none of ours."""
    if code == "duplicate_in_file":
        return str(_TWICE.get(field) or _("This unit stands in the file more than once; the first row counts."))
    return str(_MESSAGES.get(code, code))


def as_dict(problem: Problem) -> dict[str, Any]:
    """A problem as commands print it."""
    return problem._asdict() | {"message": message(problem.code, problem.field)}
