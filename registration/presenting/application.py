"""An application in words, for the person who fills it in: each answer with the page it can be changed on."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nssf_portal.khmer.dates import format_date
from nssf_portal.law.enums import DocumentKind
from nssf_portal.places.names import place_name
from registration.enums import EmployerContact, EquityCard, NoIdentity, Payer, Relation
from registration.models import Application
from registration.presenting.nationality import nationality_word
from registration.steps import steps_of


@dataclass(frozen=True)
class Answer:
    page: str
    question: str
    answer: str
    lang: str = ""


def answers_of(application: Application) -> list[Answer]:
    """In the order of the pages; an optional answer left empty says so."""
    pages = [page for page in steps_of(application) if page in _READERS]
    return [Answer(page, *_READERS[page](application)) for page in pages]


def _phone(application: Application) -> tuple[str, str]:
    return _("Phone number"), _ending(application, "phone") or _none()


def _identity(application: Application) -> tuple[str, str]:
    if application.no_identity:
        return _("Identity document"), str(NoIdentity(application.no_identity).label)
    kind = application.get_identity_kind_display()
    return _("Identity document"), f"{kind[:1].upper()}{kind[1:]} {_ending(application, application.identity_kind)}"


def _name(application: Application) -> tuple[str, str]:
    return _("Name"), " · ".join(filter(None, [application.full_name_km, application.full_name_latin]))


def _birth(application: Application) -> tuple[str, str]:
    language = get_language() or "km"
    born = format_date(application.born_on, language, precision=application.born_precision)
    sex = str(application.get_sex_display())
    return _("Birth date and sex"), f"{born}, {sex}"


def _employer(application: Application) -> tuple[str, str]:
    return _("Employer"), application.enterprise.name if application.enterprise else application.enterprise_typed


def _work(application: Application) -> tuple[str, str]:
    parts = [application.occupation]
    if application.started_on:
        parts.append(format_date(application.started_on, get_language() or "km"))
    if application.wage is not None:
        parts.append(f"{application.wage:,.0f}\u00a0៛")
    return _("Your work"), ", ".join(filter(None, parts)) or _none()


def _sponsor(application: Application) -> tuple[str, str]:
    number = application.sponsor.member_number if application.sponsor else application.statement
    return _("The member"), number


def _document(application: Application) -> tuple[str, str]:
    kinds = [str(DocumentKind(kind).label) for kind in application.documents.values_list("kind", flat=True)]
    return _("Photos"), ", ".join(kinds) or _none()


def _yes(question: str, value: bool | None) -> tuple[str, str]:
    return question, _("Yes") if value else _("No")


def _ending(application: Application, kind: str) -> str:
    number = application.number_of(kind)
    return f"••••\u00a0{number.last_four}" if number else ""


def _none() -> str:
    return _("Not given")


_READERS: dict[str, Callable[[Application], tuple[str, str]]] = {
    "phone": _phone,
    "payer": lambda a: (_("Who pays you"), str(Payer(a.payer).label)),
    "workers": lambda a: _yes(_("Does anybody work for you"), a.uses_workers),
    "sponsor": _sponsor,
    "relation": lambda a: (_("Relation to the member"), str(Relation(a.relation).label)),
    "marriage": lambda a: _yes(_("Marriage registered"), a.marriage_registered),
    "disabled": lambda a: _yes(_("Disabled, or ill for long"), a.is_disabled),
    "identity": _identity,
    "nationality": lambda a: (_("Issued by"), nationality_word(a.nationality)),
    "name": _name,
    "birth": _birth,
    "place": lambda a: (_("Where you live"), place_name(a.commune_code)),
    "enterprise": _employer,
    "contact": lambda a: (_("Ask your employer"), str(EmployerContact(a.employer_contact).label)),
    "work": _work,
    "group": lambda a: (_("Priority group"), a.priority_group.name if a.priority_group else _("None of these")),
    "certificate": lambda a: (_("Informal economy certificate"), _ending(a, "informal_cert") or _("Not yet")),
    "equity": lambda a: (_("Equity card"), str(EquityCard(a.equity_card).label)),
    "document": _document,
}
