"""Invented decisions on what the law book has "to be confirmed", so that the demonstration's papers are no drafts."""

from datetime import date

from compliance.enums import Act, InspectorKind
from compliance.models import LegalText, Power, ViolationType
from compliance.sample.keys import SAMPLE
from compliance.services import guidelines, powers, texts
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.law import book
from nssf_portal.law.models import LawValue

_FAMILIES = ("notice.", "fine.", "inspection.")
_SINCE = date(2026, 1, 1)
_TITLE_KM = "លិខិតគំរូស្ដីពីអំណាចអធិការសន្តិសុខសង្គម (ប្រឌិត សម្រាប់ការបង្ហាញ)"
_TITLE_EN = "Sample text on the powers of social security inspectors (invented, demonstration only)"
_GUIDELINE = {
    "title_km": "ការចុះពិនិត្យដោយគួរសម (គំរូ)",
    "title_en": "A polite visit (sample)",
    "body_km": "បង្ហាញប័ណ្ណអធិការ។ ប្រាប់មូលហេតុនៃការចុះពិនិត្យ។ ស្ដាប់និយោជកមុនសរសេរ។ មិនត្រូវទទួលអំណោយឡើយ។",
    "body_en": "Show your card. Say why you have come. Listen before you write. Never accept a gift.",
}


def load(administrator: User) -> None:
    """Values, violations, a text with its powers, a guideline; what somebody decided already stays."""
    with acting(by=administrator, action="demo.rules"):
        for family in _FAMILIES:
            unsure = LawValue.objects.filter(code__startswith=family, confirmed=False)
            unsure.update(confirmed=True, source=SAMPLE)
        ViolationType.objects.filter(code="not_registered", confirmed=False).update(confirmed=True)
    book.forget()
    _powers(administrator)
    drafted = guidelines.draft(by=administrator, code="sample-visit", **_GUIDELINE)
    guidelines.publish(drafted, by=administrator)


def _powers(by: User) -> None:
    """One text gives the Fund's inspectors every act."""
    text = LegalText.objects.filter(title_en=_TITLE_EN).first()
    if text is None:
        text = texts.begin(by=by, title_km=_TITLE_KM, title_en=_TITLE_EN, note=SAMPLE)
        text = texts.step(text, "put_in_force", note=SAMPLE, by=by, on=_SINCE)
    kind = InspectorKind.SOCIAL_SECURITY
    known = set(Power.objects.filter(text=text, inspector_kind=kind).values_list("act", flat=True))
    for act in Act:
        if act not in known:
            powers.add(act=act, inspector_kind=kind, text=text, article="1", valid_from=_SINCE, confirmed=True, by=by)
