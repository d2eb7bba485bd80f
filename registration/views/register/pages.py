"""The pages that ask one thing and keep it: form, what is filled in already, what the answer does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal.law.book import value_or
from registration.documents_asked import not_needed
from registration.enums import (
    ApplicantPath,
    ConsentPurpose,
    EmployerContact,
    EquityCard,
    InterestKind,
    Payer,
    Precision,
    Relation,
)
from registration.forms.register import document, family, person, start, work
from registration.forms.register.base import StepForm
from registration.models import Application
from registration.services import applications, applying
from registration.views.register import taking
from registration.views.register.access import actor

Save = Callable[[HttpRequest, Application, StepForm], HttpResponse | None]


@dataclass(frozen=True)
class Page:
    """`save` keeps the answer; a response of its own leads elsewhere, an error added to the form shows it again."""

    form: type[StepForm]
    save: Save
    initial: Callable[[Application], dict[str, Any]] = lambda application: {}
    context: Callable[[Application], dict[str, Any]] = lambda application: {}
    template: str = "step"


def keep(request: HttpRequest, application: Application, form: StepForm, **values: Any) -> None:
    """One page's answer as it is; how many fields it asked is kept for measuring."""
    applications.save(application, step=form.page, fields_asked=asked(form), by=actor(request), **values)


def asked(form: StepForm) -> int:
    return len(form.visible_fields())


def plain(*names: str) -> Save:
    """Fields of the page that are fields of the application."""

    def save(request: HttpRequest, application: Application, form: StepForm) -> None:
        keep(request, application, form, **{name: form.cleaned_data[name] for name in names if name in form.fields})

    return save


def typed(*names: str) -> Callable[[Application], dict[str, Any]]:
    return lambda application: {name: getattr(application, name) for name in names}


def said(*names: str) -> Callable[[Application], dict[str, Any]]:
    """Yes and no as the radios know them; nothing chosen while nobody answered."""
    words = {True: "yes", False: "no"}
    return lambda application: {name: words.get(getattr(application, name), "") for name in names}


def _phone(request: HttpRequest, application: Application, form: StepForm) -> None:
    phone = form.cleaned_data["phone"]
    if phone and not applying.may_use_phone(phone):
        form.add_error("phone", _("Many registrations began with this number. Wait an hour, or go on without it."))
        return
    if phone:
        applications.give_number(application, "phone", phone, by=actor(request))
    keep(request, application, form)


def _identity(request: HttpRequest, application: Application, form: StepForm) -> None:
    data = form.cleaned_data
    applying.choose_identity(
        application, choice=data["kind"], number=data["number"], fields_asked=asked(form), by=actor(request)
    )
    applying.prove_early(application)


def _identity_before(application: Application) -> dict[str, Any]:
    return {"kind": application.identity_kind or application.no_identity}


def _nationality(request: HttpRequest, application: Application, form: StepForm) -> None:
    chosen = form.cleaned_data["nationality"]
    applying.choose_nationality(application, chosen, fields_asked=asked(form), by=actor(request))


def _name(request: HttpRequest, application: Application, form: StepForm) -> None:
    plain(*person.NameForm.base_fields)(request, application, form)
    applying.prove_early(application)


def _birth(request: HttpRequest, application: Application, form: StepForm) -> None:
    values = {}
    if reading := form.cleaned_data.get("born_on"):
        values |= {"born_on": reading.value, "born_precision": reading.precision}
    if "sex" in form.fields:
        values["sex"] = form.cleaned_data["sex"]
    keep(request, application, form, **values)
    applying.prove_early(application)


def _birth_before(application: Application) -> dict[str, Any]:
    born, precision = application.born_on, application.born_precision
    forms_of = {Precision.YEAR: "%Y", Precision.MONTH: "%m/%Y"}
    return {"sex": application.sex, "born_on": born.strftime(forms_of.get(precision, "%d/%m/%Y")) if born else ""}


def _consent(request: HttpRequest, application: Application, form: StepForm) -> None:
    for purpose in form.fields:
        applying.say_consent(application, purpose, given=form.cleaned_data[purpose])
    keep(request, application, form)
    applying.prove_early(application)


def _consent_before(application: Application) -> dict[str, Any]:
    newest = {consent.purpose: consent.given for consent in application.consents.order_by("id")}
    return {purpose: "yes" if given else "no" for purpose, given in newest.items()}


def _workers(request: HttpRequest, application: Application, form: StepForm) -> HttpResponse | None:
    """By law the self-employed use no workers: who does is an employer, and is shown the other way."""
    keep(request, application, form, uses_workers=form.cleaned_data["uses_workers"])
    return redirect("register:employer_instead", application.pk) if application.uses_workers else None


def _payer(request: HttpRequest, application: Application, form: StepForm) -> None:
    """Another payer is another way: what was said about the employer before does not hold any more."""
    chosen = form.cleaned_data["payer"]
    values: dict[str, Any] = {"payer": chosen}
    if chosen in (Payer.MANY, Payer.NOBODY):
        values |= {"enterprise": None, "enterprise_typed": "", "employer_contact": ""}
        applying.ask_anew(application, "enterprise", "contact")
        if not application.consents.filter(purpose=ConsentPurpose.INFORMAL_PLATFORM).exists():
            applying.ask_anew(application, "consent")
    keep(request, application, form, **values)


def _contact(request: HttpRequest, application: Application, form: StepForm) -> None:
    chosen = form.cleaned_data["employer_contact"]
    applying.choose_contact(application, chosen, fields_asked=asked(form), by=actor(request))


def _contact_before(application: Application) -> dict[str, Any]:
    """Quiet is the default where one lives with the employer; everybody else chooses."""
    household = application.path == ApplicantPath.DOMESTIC or application.payer == Payer.HOUSEHOLD
    return {"employer_contact": application.employer_contact or (EmployerContact.QUIET if household else "")}


def _work_before(application: Application) -> dict[str, Any]:
    wage = application.wage
    return {
        "occupation": application.occupation,
        "started_on": application.started_on,
        "wage": f"{wage:.0f}" if wage is not None else "",
    }


def _group(request: HttpRequest, application: Application, form: StepForm) -> None:
    chosen = form.cleaned_data["group"]
    keep(request, application, form, priority_group_id=None if chosen == "none" else int(chosen))


def _group_before(application: Application) -> dict[str, Any]:
    was_asked = application.steps.filter(name="group").exists()
    return {"group": str(application.priority_group_id or ("none" if was_asked else ""))}


def _certificate(request: HttpRequest, application: Application, form: StepForm) -> None:
    data = form.cleaned_data
    if not data["have"] or data["certificate"]:
        number = data["certificate"] if data["have"] else ""
        applications.give_number(application, "informal_cert", number, by=actor(request))
    keep(request, application, form)


def _certificate_before(application: Application) -> dict[str, Any]:
    if application.number_of("informal_cert"):
        return {"have": "yes"}
    return {"have": "no" if application.steps.filter(name="certificate").exists() else ""}


def _equity(request: HttpRequest, application: Application, form: StepForm) -> None:
    card = form.cleaned_data["equity_card"]
    keep(request, application, form, equity_card=card)
    if card in (EquityCard.EQUITY, EquityCard.AT_RISK):
        applying.say_consent(application, ConsentPurpose.HEALTH_EQUITY, given=True)


def _terms(request: HttpRequest, application: Application, form: StepForm) -> None:
    keep(request, application, form, accepted_terms_at=timezone.now())


def _relation(request: HttpRequest, application: Application, form: StepForm) -> None:
    """What was said about another relation does not hold any more."""
    chosen = form.cleaned_data["relation"]
    other = {"is_disabled": None} if chosen == Relation.SPOUSE else {"marriage_registered": None}
    applying.ask_anew(application, *(("disabled",) if chosen == Relation.SPOUSE else ("marriage", "unregistered")))
    keep(request, application, form, relation=chosen, **other)


def _unregistered(request: HttpRequest, application: Application, form: StepForm) -> None:
    kind = InterestKind.UNREGISTERED_SPOUSE
    if form.cleaned_data["interest"]:
        applying.note_interest(kind, application=application, province=application.commune_code)
    else:
        applying.take_back_interest(kind, application)
    keep(request, application, form)


def _family(request: HttpRequest, application: Application, form: StepForm) -> None:
    people, package = form.cleaned_data["people"], form.cleaned_data["package"]
    applying.say_consent(application, ConsentPurpose.FAMILY, given=bool(people or package))
    if package:
        applying.note_interest(
            InterestKind.FAMILY_PACKAGE, application=application, people=people, province=application.commune_code
        )
    else:
        applying.take_back_interest(InterestKind.FAMILY_PACKAGE, application)
    keep(request, application, form)


def _document(request: HttpRequest, application: Application, form: StepForm) -> HttpResponse | None:
    """Kept, then the page again when there are more; going on without a file is an answer too."""
    if form.cleaned_data["file"] is None:
        keep(request, application, form)
        return None
    if not taking.taken(request, application, form):
        return None
    if len(form.fields["kind"].choices) == 1:
        keep(request, application, form)
        return None
    messages.success(request, _("Kept. Add another one, or go on."))
    return redirect("register:step", application.pk, "document")


def _document_context(application: Application) -> dict[str, Any]:
    given = application.documents.select_related("upload")
    return {"documents": list(given), "not_needed": not_needed(application.path)}


def _clock(application: Application) -> dict[str, Any]:
    return {"days": value_or("application.employer_answer", 5)}


PAGES: dict[str, Page] = {
    "phone": Page(start.PhoneForm, _phone),
    "payer": Page(work.PayerForm, _payer, typed("payer")),
    "workers": Page(work.WorkersForm, _workers, said("uses_workers")),
    "relation": Page(family.RelationForm, _relation, typed("relation")),
    "marriage": Page(family.MarriageForm, plain("marriage_registered"), said("marriage_registered")),
    "unregistered": Page(family.UnregisteredForm, _unregistered, template="unregistered"),
    "disabled": Page(family.DisabledForm, plain("is_disabled"), said("is_disabled")),
    "identity": Page(person.IdentityForm, _identity, _identity_before, template="identity"),
    "nationality": Page(person.NationalityForm, _nationality, typed("nationality")),
    "name": Page(person.NameForm, _name, typed(*person.NameForm.base_fields), template="name"),
    "birth": Page(person.BirthForm, _birth, _birth_before, template="birth"),
    "consent": Page(person.ConsentForm, _consent, _consent_before, template="consent"),
    "place": Page(person.PlaceForm, plain("commune_code"), typed("commune_code")),
    "contact": Page(work.ContactForm, _contact, _contact_before, _clock, template="contact"),
    "work": Page(work.WorkForm, plain("occupation", "started_on", "wage"), _work_before, template="work"),
    "group": Page(work.GroupForm, _group, _group_before),
    "certificate": Page(work.CertificateForm, _certificate, _certificate_before, template="certificate"),
    "equity": Page(work.EquityForm, _equity, typed("equity_card"), template="equity"),
    "terms": Page(work.TermsForm, _terms, template="terms"),
    "family": Page(family.FamilyForm, _family, template="family"),
    "document": Page(document.DocumentForm, _document, context=_document_context, template="document"),
}  # fmt: skip
