"""Words of the roster pages that belong to no single row."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from registration.reading.words import FIELD_LABELS, Words, describe

NBSP = "\u00a0"
# Codes that comparing with the register and repairing add to those of the file.
_REGISTER_CODES = {
    "too_long": (
        gettext_noop("%(label)s is longer than 80 letters"),
        gettext_noop("Please type the name as it stands on the identity document."),
    ),
    "employment_overlap": (
        gettext_noop("Hired again before the earlier employment ended"),
        gettext_noop("This person already worked for you until a later day. Please check the date of hire."),
    ),
    "document_required": (
        gettext_noop("A corrected date of birth needs a document"),
        gettext_noop("Please add a picture of the identity card or birth certificate. An officer looks at it."),
    ),
    "birth_altered": (
        gettext_noop("Date of birth was corrected: an officer looks at the document"),
        gettext_noop("There is nothing for you to do."),
    ),
    "officer_asks": (
        gettext_noop("An officer has a question"),
        gettext_noop("Please correct the row, or send it back as it is."),
    ),
}


def words_for(code: str, field: str, value: str = "", kind: str = "khmer_id") -> Words:
    """Title and advice for a problem, whichever step found it."""
    if code not in _REGISTER_CODES:
        return describe(code, field, value, kind or "khmer_id")
    title, advice = _REGISTER_CODES[code]
    return Words(_(title) % {"label": FIELD_LABELS[field]}, _(advice))


def bound(text: str) -> str:
    """Numbers stay with the word after them."""
    return re.sub(r"(?<=\d) ", NBSP, text)


def plural_of(function: Callable[[str, str, int], str], one: str, many: str, n: int) -> str:
    """`ngettext` with the number put in and bound to its word."""
    return bound(function(one, many, n) % {"n": f"{n:,}"})
