"""An application begun in one of NSSF's apps goes on here: the person comes with phone and code, as from any device."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nssf_portal.accounts.models import User
from nssf_portal.khmer.phones import normalise_phone
from registration.enums import ApplicantPath, ApplicationKind, Channel
from registration.forms.register import person
from registration.models import AppBeginning, Application
from registration.presenting.status import status_of
from registration.services import applications, applying
from registration.steps import next_step, purposes_of

_SPACE = uuid.UUID("7c0f0d53-6b5e-4b0e-8a5c-3a6f1d1c9a20")
_LANGUAGES = ("km", "en")


class BeginRefused(Exception):
    """No application was begun; `field` is what is wrong, `code` for programmes, the message for people."""

    def __init__(self, field: str, code: str, message: str) -> None:
        self.field, self.code = field, code
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Begun:
    """`continue_url` holds nothing of the person. `not_taken` names the facts that are asked here once more."""

    reference: str
    continue_url: str
    already: bool
    next_step: str = ""
    not_taken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AppStatus:
    """What the app may show of an application it began; no personal data."""

    reference: str
    state: str
    title: str
    sentence: str
    waits_for: str
    until: datetime.date | None
    asked: tuple[str, ...]
    continue_url: str


@transaction.atomic
def begin_application(
    *,
    client: str,
    external_id: str,
    path: str,
    phone: str,
    facts: Mapping[str, str],
    consent: Mapping[str, bool],
    language: str = "km",
    by: User | None = None,
) -> Begun:
    """A draft with what the app asked already; the same (client, external_id) again is the same draft.

    `facts`: family_name_km, given_name_km, family_name_latin, given_name_latin, born_on, sex, identity_kind,
    identity_number, commune_code; what is missing or unreadable is asked here. `consent`: answers by purpose.
    Raises BeginRefused."""
    _lock(client, external_id)
    known = AppBeginning.objects.filter(client=client, external_id=external_id).select_related("application").first()
    if known:
        return _begun(known.application, already=True)
    number = _checked(path, phone, language)
    made = applications.start(
        path=path,
        submission_id=uuid.uuid5(_SPACE, f"{client}\n{external_id}\n{timezone.now().timestamp()}"),
        language=language,
        kind=ApplicationKind.DEPENDANT if path == ApplicantPath.DEPENDANT else ApplicationKind.MEMBER,
        channel=Channel.APP,
    )
    AppBeginning.objects.create(client=client, external_id=external_id, application=made)
    applications.give_number(made, "phone", number, by=by)
    applications.save(made, step="phone", fields_asked=0, by=by)
    left = _keep(made, facts, by)
    _consents(made, consent, by)
    return _begun(made, already=False, not_taken=left)


def application_status(*, client: str, external_id: str) -> AppStatus | None:
    """Where the application is, in the reader's language; None when this app began no such application."""
    known = (
        AppBeginning.objects.filter(client=client, external_id=external_id)
        .select_related("application__work_item__office", "application__member")
        .first()
    )
    if known is None:
        return None
    one = known.application
    status = status_of(one)
    return AppStatus(
        reference=one.reference,
        state=one.state,
        title=str(status.title),
        sentence=str(status.sentence),
        waits_for=one.waits_for,
        until=status.by,
        asked=tuple(map(str, status.asked)),
        continue_url=continue_url(one.language),
    )


def continue_url(language: str) -> str:
    """Where the person goes on: asked for the phone and its code there, never in the address."""
    with override(language):
        return urljoin(settings.PUBLIC_URL, reverse("register:resume_by_phone"))


def _lock(client: str, external_id: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"app:{client}\n{external_id}"])


def _checked(path: str, phone: str, language: str) -> str:
    if path not in ApplicantPath.values:
        raise BeginRefused("path", "path_unknown", _("We do not know this way of registering."))
    if path == ApplicantPath.OWNER:
        raise BeginRefused("path", "path_is_enterprise", _("Owners with staff register their enterprise first."))
    if language not in _LANGUAGES:
        raise BeginRefused("language", "language_unknown", _("Write km or en."))
    number = normalise_phone(phone)
    if not number:
        raise BeginRefused("phone", "phone_invalid", _("This is not a Cambodian phone number."))
    if not applying.may_use_phone(number):
        raise BeginRefused("phone", "phone_used_often", _("Many registrations began with this number. Wait an hour."))
    return number


def _keep(application: Application, facts: Mapping[str, str], by: User | None) -> tuple[str, ...]:
    """Each page that is answered well is kept as if it were answered here; the fields of the others come back."""
    left = [*_identity(application, facts, by)]
    for form_class in (person.NameForm, person.BirthForm, person.PlaceForm):
        names = tuple(form_class.base_fields)
        given = {name: str(facts.get(name, "") or "") for name in names}
        if not any(given.values()):
            continue
        form = form_class(given, application=application)
        if not form.is_valid():
            left += [name for name in names if name in form.errors]
            continue
        values = dict(form.cleaned_data)
        if form_class is person.BirthForm:
            reading = values.pop("born_on")
            values |= {"born_on": reading.value, "born_precision": reading.precision}
        kept = {name: value for name, value in values.items() if hasattr(application, name)}
        applications.save(application, step=form_class.page, fields_asked=0, by=by, **kept)
    return tuple(left)


def _identity(application: Application, facts: Mapping[str, str], by: User | None) -> tuple[str, ...]:
    kind, number = str(facts.get("identity_kind", "") or ""), str(facts.get("identity_number", "") or "")
    if not kind and not number:
        return ()
    form = person.IdentityForm({"kind": kind, "number": number}, application=application)
    if not form.is_valid():
        return tuple({"kind": "identity_kind", "number": "identity_number"}.get(name, name) for name in form.errors)
    data = form.cleaned_data
    applying.choose_identity(application, choice=data["kind"], number=data["number"], fields_asked=0, by=by)
    return ()


def _consents(application: Application, consent: Mapping[str, bool], by: User | None) -> None:
    """Only what is asked of this person; the page is answered when each was."""
    asked = purposes_of(application)
    for purpose in asked:
        if purpose in consent:
            applying.say_consent(application, purpose, given=bool(consent[purpose]))
    if asked and all(purpose in consent for purpose in asked):
        applications.save(application, step="consent", fields_asked=0, by=by)


def _begun(application: Application, *, already: bool, not_taken: tuple[str, ...] = ()) -> Begun:
    step = next_step(application) if application.can_be_edited else ""
    return Begun(application.reference, continue_url(application.language), already, step, not_taken)
