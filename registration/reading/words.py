"""What to say about each problem: a title for the group, and for one row what to do; plain words, never blame."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, gettext_noop, ngettext
from django.utils.translation import gettext as _

from nssf_portal.khmer.dates import format_date, parse_date
from nssf_portal.reading.cells import tidy_identity, whole_number

FIELD_LABELS: dict[str, Promise] = {
    "family_name": gettext_lazy("Family name"),
    "given_name": gettext_lazy("Given name"),
    "sex": gettext_lazy("Sex"),
    "date_of_birth": gettext_lazy("Date of birth"),
    "nationality": gettext_lazy("Nationality"),
    "identity_number": gettext_lazy("Identity number"),
    "hired_on": gettext_lazy("Date of hire"),
    "wage": gettext_lazy("Monthly wage"),
    "phone": gettext_lazy("Phone number"),
    "position": gettext_lazy("Position"),
    "department": gettext_lazy("Department"),
    "staff_number": gettext_lazy("Staff number"),
    "member_number": gettext_lazy("NSSF member number"),
}
COLUMN_LABELS: dict[str, Promise] = FIELD_LABELS | {
    "family_name_km": gettext_lazy("Family name in Khmer"),
    "given_name_km": gettext_lazy("Given name in Khmer"),
    "family_name_latin": gettext_lazy("Family name in Latin letters"),
    "given_name_latin": gettext_lazy("Given name in Latin letters"),
    "full_name": gettext_lazy("Full name"),
    "full_name_km": gettext_lazy("Full name in Khmer"),
    "full_name_latin": gettext_lazy("Full name in Latin letters"),
    "khmer_id": gettext_lazy("Khmer ID card number"),
    "kidc": gettext_lazy("Khmer Identification Code"),
    "passport": gettext_lazy("Passport number"),
    "work_permit": gettext_lazy("Work permit number"),
    "birth_certificate": gettext_lazy("Birth certificate number"),
    "family_book": gettext_lazy("Family book number"),
    "residence_book": gettext_lazy("Residence book number"),
    "identity_kind": gettext_lazy("Kind of identity document"),
    "wage_khr": gettext_lazy("Monthly wage in riel"),
    "wage_usd": gettext_lazy("Monthly wage in dollars"),
    "wage_currency": gettext_lazy("Currency of the wage"),
}


class Words(NamedTuple):
    """A title for all rows with the same problem, and what to do about this one."""

    title: str
    what_to_do: str


def describe(code: str, field: str, raw_value: str = "", kind: str = "khmer_id") -> Words:
    """The words for one problem in the current language, whichever step found it; `kind`: of identity document."""
    if code == "required":
        return _missing(field)
    if code == "date_invalid":
        return _unreadable_date(field, raw_value)
    if code == "id_invalid":
        return _wrong_identity(raw_value, kind or "khmer_id")
    return _SIMPLE[code](field)


def message(code: str, field: str, raw_value: str = "", kind: str = "khmer_id") -> str:
    """One line for a report: what is wrong and what to do."""
    words = describe(code, field, raw_value, kind)
    return f"{words.title}. {words.what_to_do}"


def suggest_fix(field: str, code: str, raw_value: str, kind: str = "khmer_id") -> list[str]:
    """Values that may be offered, never put in unasked: the missing single zero, or the readings of a date."""
    if code == "id_invalid" and field == "identity_number":
        return _zero_put_back(raw_value, kind)
    if code == "date_invalid":
        reading = parse_date(raw_value)
        return [day.isoformat() for day in (reading.readings or (reading.value,)) if day]
    if code == "phone_invalid":
        digits = tidy_identity(raw_value)
        return ["0" + digits] if digits.isdecimal() and digits[0] in "123456789" and len(digits) in (8, 9) else []
    return []


def _zero_put_back(raw_value: str, kind: str) -> list[str]:
    expected = {"khmer_id": 9, "kidc": 10}.get(kind)
    number = whole_number(raw_value)
    digits = str(number) if number is not None else tidy_identity(raw_value)
    return ["0" + digits] if expected and digits.isdecimal() and len(digits) == expected - 1 else []


def _missing(field: str) -> Words:
    label = {"label": FIELD_LABELS[field]}
    title = _("%(label)s is missing") % label
    if field in ("family_name", "given_name"):
        return Words(title, _("Please type the name. If this person has only one name, confirm it."))
    return Words(title, _("Please type it in."))


def _unreadable_date(field: str, raw_value: str) -> Words:
    label, reading = {"label": FIELD_LABELS[field]}, parse_date(raw_value)
    if len(reading.readings) == 2:
        one, other = (format_date(day, get_language() or "km") for day in reading.readings)
        return Words(
            _("%(label)s can be read two ways") % label,
            _("Is it %(one)s or %(other)s? Please choose.") % {"one": one, "other": other},
        )
    return Words(
        _("%(label)s is not a date we can read") % label,
        _("Please type day, month and year, for example 25-03-1990."),
    )


def _wrong_identity(raw_value: str, kind: str) -> Words:
    if kind in ("khmer_id", "kidc"):
        expected = 9 if kind == "khmer_id" else 10
        title = (
            _("ID card number does not have 9 digits")
            if kind == "khmer_id"
            else _("Khmer Identification Code does not have 10 digits")
        )
        return Words(title, _digits_advice(tidy_identity(raw_value), expected))
    if kind in ("passport", "work_permit"):
        return Words(
            _("Passport or work permit number is not complete"),
            _("It has 6 to 9 letters and digits. Please type it from the document."),
        )
    return Words(_("Identity number cannot be read"), _("Please type it from the document."))


def _digits_advice(text: str, expected: int) -> str:
    if text.isdecimal():
        counted = {"count": len(text), "expected": expected}
        if len(text) == expected - 1:
            return _("%(count)s digits instead of %(expected)s: the zero at the start is missing?") % counted
        return (
            ngettext(
                "%(count)s digit instead of %(expected)s. Please type it from the card.",
                "%(count)s digits instead of %(expected)s. Please type it from the card.",
                len(text),
            )
            % counted
        )
    if text.replace("O", "0").isdecimal() and len(text) == expected:
        return _("Letter O in place of zero. Please type it from the card.")
    return _("The number on the card has only digits. Please type it from the card.")


def _words(title: str, what_to_do: str):
    return lambda field: Words(_(title) % {"label": FIELD_LABELS[field]}, _(what_to_do))


_SIMPLE = {
    "date_future": _words(
        gettext_noop("%(label)s is in the future"), gettext_noop("Please type the date from the document.")
    ),
    "under_age": _words(
        gettext_noop("Younger than the working age"),
        gettext_noop("Please check the date of birth. A corrected date needs a document and an officer looks at it."),
    ),
    "hire_before_working_age": _words(
        gettext_noop("Hired before the working age"),
        gettext_noop("Please check the date of hire and the date of birth."),
    ),
    "sex_invalid": _words(gettext_noop("Sex is not clear"), gettext_noop("Please choose female or male.")),
    "wage_invalid": _words(
        gettext_noop("Wage is not an amount"),
        gettext_noop("Please type the monthly wage in digits, for example 816000."),
    ),
    "phone_invalid": _words(
        gettext_noop("Phone number is not complete"),
        gettext_noop("It starts with 0 or +855, then 8 or 9 digits. Please type it in or leave it empty."),
    ),
    "duplicate_in_file": _words(
        gettext_noop("The same identity number is used twice in this list"),
        gettext_noop("Please type the right number from the card, or leave this row out."),
    ),
    "possible_duplicate": _words(
        gettext_noop("May be someone already registered"),
        gettext_noop("There is nothing for you to do: an officer compares the two."),
    ),
    "id_conflict": _words(
        gettext_noop("The identity number belongs to a member with another name or date of birth"),
        gettext_noop("There is nothing for you to do: an officer compares the two."),
    ),
    "leading_zero_restored": _words(
        gettext_noop("We put back the zero that the spreadsheet took away"),
        gettext_noop("Please look at the number once; if it is right there is nothing to do."),
    ),
    "too_long": _words(
        gettext_noop("%(label)s is longer than 80 letters"),
        gettext_noop("Please type the name as it stands on the identity document."),
    ),
    "employment_overlap": _words(
        gettext_noop("Hired again before the earlier employment ended"),
        gettext_noop("This person already worked for you until a later day. Please check the date of hire."),
    ),
    "document_required": _words(
        gettext_noop("A corrected date of birth needs a document"),
        gettext_noop("Please add a picture of the identity card or birth certificate. An officer looks at it."),
    ),
    "birth_altered": _words(
        gettext_noop("Date of birth was corrected: an officer looks at the document"),
        gettext_noop("There is nothing for you to do."),
    ),
    "officer_asks": _words(
        gettext_noop("An officer has a question"),
        gettext_noop("Please correct the row, or send it back as it is."),
    ),
}
