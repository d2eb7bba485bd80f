"""`{% law "code" %}`: a value of the law book with its unit and, where due, the words "to be confirmed"."""

from datetime import date
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from nssf_portal.law import NoLawInForce
from nssf_portal.law import value as law_value
from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, NO_TEXT

register = template.Library()


@register.inclusion_tag("law/value.html")
def law(code: str, on: date | None = None) -> dict[str, Any]:
    """The value as a reader should see it; nothing in force is said, never shown as 0."""
    try:
        found = law_value(code, on=on)
    except NoLawInForce:
        return {"found": None}
    unit = "" if found.unit in ("", Unit.PATTERN) else Unit(found.unit).label
    return {"found": found, "shown": _shown(found.value), "unit": unit}


@register.filter
def source_words(source: str) -> str:
    """A legal reference stays as the law book has it; that there is none is said in the reader's language."""
    words = {
        HOUSE: _("Working rule of the portal; NSSF to decide"),
        NO_TEXT: _("No legal text found; NSSF to confirm"),
    }
    for written, read in words.items():
        source = source.replace(written, read)
    return source


def _shown(given: Any) -> str:
    return given if isinstance(given, str) else intcomma(given, use_l10n=False)
