"""Sources of the plan's own targets and baselines in the reader's language; what officers wrote stays as written."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

_KNOWN = {
    _("Operational Plan on the Social Security Formalization 2024-2026, Table 2 (NSSF, first half of 2024)"),
    _(
        "Operational Plan on the Social Security Formalization 2024-2026, Table 2 (Economic Census 2022; NSSF, first "
        "half of 2024)"
    ),
    _(
        "Operational Plan on the Social Security Formalization 2024-2026, Table 1 (Labour Force Survey 2019; NSSF, "
        "first half of 2024)"
    ),
    _("Operational Plan on the Social Security Formalization 2024-2026, section 1.1 (NSSF, first half of 2024)"),
    _(
        "Operational Plan on the Social Security Formalization 2024-2026, section 1.1 (Labour Force Survey 2019; NSSF, "
        "first half of 2024)"
    ),
    _("Operational Plan on the Social Security Formalization 2024-2026, section 2: at least 1.2 million new members"),
    _(
        "Operational Plan on the Social Security Formalization 2024-2026, section 2; whether others count is not said, "
        "so both are shown"
    ),
    _("NSSF with GIZ, research report 2024"),
    _("National Social Protection Council, 30 October 2024"),
    _("Invented for the demonstration: the plan's number spread evenly over eight quarters"),
}


def in_words(source: str) -> str:
    """A source that came with the portal in the language of the page; another one as it was written."""
    return gettext(source) if source in _KNOWN else source
