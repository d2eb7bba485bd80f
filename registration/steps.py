"""Which pages an application has by its path and answers, and where its author left off."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Outcome
from nssf_portal.identifiers.models import Identifier
from nssf_portal.law.enums import DocumentKind
from registration.documents_asked import kinds_asked
from registration.enums import ApplicantPath, ApplicationState, ConsentPurpose, Payer, Relation
from registration.models import Application

CHECK = "check"
"""The last page: everything once more, and the button that sends."""
CARDS = (Identifier.Kind.KHMER_ID, Identifier.Kind.KIDC)
"""Numbers that the Ministry of Interior can be asked about."""
FOREIGN = (Identifier.Kind.PASSPORT, Identifier.Kind.WORK_PERMIT)
DOCUMENT = "doc:"

_EMPLOYER = ("enterprise", "contact", "work")
_FIRST = {
    ApplicantPath.CASUAL: ("payer",),
    ApplicantPath.SELF_EMPLOYED: ("workers",),
    ApplicantPath.DEPENDANT: ("sponsor", "relation"),
}

# What an officer may send back, by page: a code of `returned_fields` and the words for it.
RETURNABLE: dict[str, dict[str, Promise]] = {
    "phone": {"phone": _("Phone number")},
    "identity": {"identity_number": _("Kind and number of the identity document")},
    "nationality": {"nationality": _("Nationality")},
    "name": {
        "family_name_km": _("Family name in Khmer"),
        "given_name_km": _("Given name in Khmer"),
        "family_name_latin": _("Family name in Latin letters"),
        "given_name_latin": _("Given name in Latin letters"),
    },
    "birth": {"born_on": _("Date of birth"), "sex": _("Sex")},
    "place": {"commune_code": _("Where the person lives")},
    "payer": {"payer": _("Who pays")},
    "workers": {"uses_workers": _("Whether others work for the person")},
    "sponsor": {"sponsor": _("The member on whom the person depends")},
    "relation": {"relation": _("Relation to the member")},
    "marriage": {"marriage_registered": _("Whether the marriage is registered")},
    "disabled": {"is_disabled": _("Disability or long illness")},
    "enterprise": {"enterprise": _("Employer")},
    "work": {"occupation": _("Occupation"), "started_on": _("First day of work"), "wage": _("Monthly wage")},
    "certificate": {"certificate": _("Number of the informal economy certificate")},
}


def steps_of(application: Application) -> list[str]:
    """The pages in order, `check` last; of a returned application those marked and no others."""
    if application.state == ApplicationState.RETURNED:
        marked = {page_of(code) for code in application.returned_fields}
        return [*(name for name in _ORDER if name in marked), CHECK]
    return [*_pages(application), CHECK]


def _pages(application: Application) -> list[str]:
    path = ApplicantPath(application.path)
    pages = ["phone", *_FIRST.get(path, ()), *_family(application), "identity"]
    pages += ["nationality"] if application.identity_kind in FOREIGN else []
    pages += ["name", "birth", "consent"] if purposes_of(application) else ["name", "birth"]
    pages += ["place", *_work(application)]
    return [*pages, "document"] if asks_document(application) else pages


def _family(application: Application) -> tuple[str, ...]:
    if application.path != ApplicantPath.DEPENDANT or not application.relation:
        return ()
    if application.relation != Relation.SPOUSE:
        return ("disabled",)
    return ("marriage", "unregistered") if application.marriage_registered is False else ("marriage",)


def _work(application: Application) -> tuple[str, ...]:
    path = application.path
    if path == ApplicantPath.EMPLOYEE:
        return _EMPLOYER
    if path == ApplicantPath.DOMESTIC:
        return (*_EMPLOYER, "equity")
    if path == ApplicantPath.CASUAL:
        return ("certificate", "equity") if is_informal(application) else (*_EMPLOYER, "equity")
    if path == ApplicantPath.SELF_EMPLOYED:
        return ("group", "certificate", "equity", "terms")
    return ("family", "equity") if path == ApplicantPath.DEPENDANT else ()


def is_informal(application: Application) -> bool:
    """Only who has no employer goes the informal way; an employer's duty comes first."""
    casual = application.path == ApplicantPath.CASUAL and application.payer in (Payer.MANY, Payer.NOBODY)
    return casual or application.path == ApplicantPath.SELF_EMPLOYED


def purposes_of(application: Application) -> list[str]:
    """The sharings asked about on the consent page, each on its own."""
    unknown = not application.identity_kind and not application.no_identity  # the bar must not grow later
    compares = (unknown or application.identity_kind in CARDS) and not _signed_in_elsewhere(application)
    asked = [ConsentPurpose.IDENTITY_CHECK] if compares else []
    return [*asked, ConsentPurpose.INFORMAL_PLATFORM] if is_informal(application) else list(asked)


def _signed_in_elsewhere(application: Application) -> bool:
    """CamDigiKey or another provider said already who this is: nothing is left to compare."""
    checks = [check for check in application.checks.all() if check.code == "proved" and check.outcome == Outcome.PASS]
    return any(not check.evidence.startswith("moi") for check in checks)


def asks_document(application: Application) -> bool:
    """Before the identity was asked about nobody knows; the bar must not grow later."""
    unknown = not application.identity_kind and not application.no_identity
    return unknown or bool(kinds_asked(application))


def next_step(application: Application) -> str:
    """The first page without an answer; `check` when all have one."""
    answered = answered_steps(application)
    pages = steps_of(application)
    if "workers" in pages and application.uses_workers:
        return "workers"
    return next((name for name in pages if name not in answered), CHECK)


def answered_steps(application: Application) -> set[str]:
    """Of a returned application only answers given after it was sent count."""
    steps = application.steps.all()
    if application.state == ApplicationState.RETURNED:
        steps = steps.filter(answered_at__gt=application.submitted_at)
    return set(steps.values_list("name", flat=True))


def place_of(application: Application, name: str) -> tuple[int, int]:
    steps = steps_of(application)
    return steps.index(name) + 1, len(steps)


def page_of(code: str) -> str:
    """The page of a returned field; a whole page may be returned by its own name."""
    if code.startswith(DOCUMENT):
        return "document"
    return next((page for page, fields in RETURNABLE.items() if code in fields), code)


def returnable(application: Application) -> list[tuple[str, Promise | str]]:
    """What the deciding officer may mark on this application: pages it has, then documents by kind."""
    pages = set(_pages(application))
    fields = [pair for page, codes in RETURNABLE.items() if page in pages for pair in codes.items()]
    kinds = [(f"{DOCUMENT}{kind.value}", kind.label) for kind in DocumentKind]
    return [*fields, *((code, label) for code, label in kinds if len(code) <= 24)]


def marked_fields(application: Application, page: str) -> set[str] | None:
    """The fields of a page that are asked again; None when the whole page is."""
    if application.state != ApplicationState.RETURNED or page in application.returned_fields:
        return None
    return {code for code in application.returned_fields if code in RETURNABLE.get(page, {})} or None


_ORDER = (
    *("phone", "payer", "workers", "sponsor", "relation", "marriage", "unregistered", "disabled", "identity"),
    *("nationality", "name", "birth", "consent", "place", *_EMPLOYER, "group", "certificate"),
    *("family", "equity", "terms", "document"),
)
