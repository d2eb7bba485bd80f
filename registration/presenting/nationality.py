"""Nationalities in words: the code is for machines."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "KH": _("Cambodian"),
    "CN": _("Chinese"),
    "VN": _("Vietnamese"),
    "TH": _("Thai"),
    "LA": _("Lao"),
    "MM": _("Burmese"),
    "MY": _("Malaysian"),
    "SG": _("Singaporean"),
    "ID": _("Indonesian"),
    "PH": _("Filipino"),
    "KR": _("Korean"),
    "JP": _("Japanese"),
    "TW": _("Taiwanese"),
    "IN": _("Indian"),
    "BD": _("Bangladeshi"),
    "FR": _("French"),
    "GB": _("British"),
    "US": _("American"),
    "AU": _("Australian"),
    "KP": _("North Korean"),
    "HK": _("from Hong Kong"),
    "PK": _("Pakistani"),
    "LK": _("Sri Lankan"),
    "NP": _("Nepali"),
    "CA": _("Canadian"),
    "NZ": _("from New Zealand"),
    "DE": _("German"),
    "IT": _("Italian"),
    "ES": _("Spanish"),
    "CH": _("Swiss"),
    "BE": _("Belgian"),
    "NL": _("Dutch"),
    "RU": _("Russian"),
    "TR": _("Turkish"),
    "SE": _("Swedish"),
    "DK": _("Danish"),
    "NO": _("Norwegian"),
    "ZZ": _("not recognised"),
}


def nationality_word(code: str) -> str:
    """Cambodian for KH; a code without a word stays as it is, and nothing stays nothing."""
    word = str(WORDS.get(code, code))
    return word[:1].upper() + word[1:]
