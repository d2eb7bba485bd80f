"""What exchanged data and the Fund's own registers already prove: an inspection does not ask for it again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.models import ChecklistQuestion
from enterprises.enums import EnterpriseState, Way
from enterprises.models import Enterprise, RegistryRecord
from nssf_portal.khmer.dates import format_date
from registration.models import Employment


@dataclass(frozen=True)
class Fact:
    """Something that holds of the enterprise, in a sentence, and who says so."""

    code: str
    words: str
    said_by: str


class _Known:
    """One enterprise with its live registry records, read once."""

    def __init__(self, enterprise: Enterprise) -> None:
        self.enterprise = enterprise
        live = RegistryRecord.objects.live().filter(enterprise=enterprise).exclude(source__way=Way.OWN)
        self.records = list(live.select_related("source").order_by("source__rank", "pk"))

    def who_has(self, field: str) -> str:
        return next((record.source.name for record in self.records if getattr(record, field)), "")


def _registered(known: _Known, language: str) -> Fact | None:
    enterprise = known.enterprise
    if enterprise.state != EnterpriseState.REGISTERED:
        return None
    day = format_date(enterprise.registered_on, language)
    return Fact("registered", _("Registered since %(day)s") % {"day": day}, _("register of the Fund"))


def _certificate(known: _Known, _language: str) -> Fact | None:
    enterprise = known.enterprise
    if enterprise.state != EnterpriseState.REGISTERED:
        return None
    words = _("Certificate of NSSF number %(number)s") % {"number": enterprise.nssf_number}
    return Fact("certificate", words, _("register of the Fund"))


def _staff_registered(known: _Known, _language: str) -> Fact | None:
    count = Employment.objects.current().filter(enterprise=known.enterprise).order_by().count()
    words = ngettext("%(count)s worker is registered", "%(count)s workers are registered", count) % {"count": count}
    return Fact("staff_registered", words, _("register of the Fund")) if count else None


def _tax_number(known: _Known, _language: str) -> Fact | None:
    source = known.who_has("tin")
    return Fact("tax_number", _("A tax number is known"), source) if source else None


def _commercial_number(known: _Known, _language: str) -> Fact | None:
    source = known.who_has("moc_number")
    return Fact("commercial_number", _("A commercial registration is known"), source) if source else None


def _address_known(known: _Known, _language: str) -> Fact | None:
    source = known.who_has("commune_code")
    return Fact("address_known", _("The place is known"), source) if source else None


def _opened_on(known: _Known, language: str) -> Fact | None:
    record = next((record for record in known.records if record.opened_on), None)
    if record is None:
        return None
    return Fact("opened_on", _("Open since %(day)s") % {"day": format_date(record.opened_on, language)},
                record.source.name)  # fmt: skip


_FACTS: dict[str, Callable[[_Known, str], Fact | None]] = {
    "registered": _registered,
    "certificate": _certificate,
    "staff_registered": _staff_registered,
    "tax_number": _tax_number,
    "commercial_number": _commercial_number,
    "address_known": _address_known,
    "opened_on": _opened_on,
}
CODES = tuple(_FACTS)
"""What a question's `proven_by` may name."""
NAMES = {
    "registered": gettext_lazy("registration with the Fund"),
    "certificate": gettext_lazy("certificate of the NSSF number"),
    "staff_registered": gettext_lazy("registered workers"),
    "tax_number": gettext_lazy("tax number in a registry"),
    "commercial_number": gettext_lazy("commercial registration in a registry"),
    "address_known": gettext_lazy("place in a registry"),
    "opened_on": gettext_lazy("opening day in a registry"),
}
"""What each of them is called on a page."""


def proven(enterprise: Enterprise, questions: Iterable[ChecklistQuestion], language: str) -> dict[str, Fact]:
    """The facts that answer some of these questions, by their code; what nobody proves is asked."""
    wanted = {question.proven_by for question in questions} & set(CODES)
    if not wanted:
        return {}
    known = _Known(enterprise)
    found = {code: _FACTS[code](known, language) for code in CODES if code in wanted}
    return {code: fact for code, fact in found.items() if fact}
