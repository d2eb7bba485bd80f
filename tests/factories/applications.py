"""Applications of every path, from the first page to the officer's desk; who answers for the state is a stand-in."""

import datetime
import itertools
import uuid
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from enterprises.models import Enterprise
from nssf_portal.exchange.identity.persons import MOI, CheckOutcome, IdentityCheck
from nssf_portal.identifiers.models import Identifier
from registration.enums import ApplicantPath, ConsentPurpose, EmployerContact, Payer, Relation
from registration.models import Application, EmploymentConfirmation
from registration.services import applications
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory
from tests.factories.registration import number_block

_cards = itertools.count(320_000_001)
_PERSON = {
    "family_name_km": "សៅ",
    "given_name_km": "ស្រីនាង",
    "family_name_latin": "SAO",
    "given_name_latin": "SREYNEANG",
    "sex": "F",
    "born_on": datetime.date(1996, 8, 14),
    "commune_code": "120101",
    "occupation": "Cook",
}


def says(outcome: str = CheckOutcome.PASS, *incorrect: str) -> Callable[..., IdentityCheck]:
    """What the Ministry of Interior answers; put it in place of registration.checks.identity.check_person."""

    def check_person(**_said: Any) -> IdentityCheck:
        exchange_id = None if outcome == CheckOutcome.UNAVAILABLE else uuid.uuid4()
        return IdentityCheck(CheckOutcome(outcome), MOI, timezone.now(), exchange_id, incorrect_fields=incorrect)

    return check_person


def identity_says(monkeypatch: Any, outcome: str = CheckOutcome.PASS, *incorrect: str) -> None:
    monkeypatch.setattr("registration.checks.identity.check_person", says(outcome, *incorrect))


def draft(
    path: str = ApplicantPath.EMPLOYEE,
    *,
    by: Any = None,
    helped_by: Any = None,
    khmer_id: str | None = None,
    phone: str = "012345678",
    consents: bool = True,
    channel: str = "web",
    language: str = "km",
    kind: str = "member",
    submission_id: uuid.UUID | None = None,
    **values: Any,
) -> Application:
    """A woman born in 1996 in Phnom Penh with an ID card, everything her path asks typed in; nothing sent.

    `khmer_id=""`: no card (never had one). Values replace hers."""
    number_block()
    submission_id = submission_id or uuid.uuid4()
    made = applications.start(
        path=path,
        submission_id=submission_id,
        language=language,
        kind=kind,
        channel=channel,
        by=by,
        helped_by=helped_by,
        **(
            {"corrects": values.pop("corrects"), "correction": values.pop("correction")} if "corrects" in values else {}
        ),
    )
    no_card = {"no_identity": "never_had"} if khmer_id == "" else {"identity_kind": Identifier.Kind.KHMER_ID}
    applications.save(made, step="person", fields_asked=7, **_PERSON | no_card | _of_path(path, values) | values)
    if khmer_id != "":
        applications.give_number(made, Identifier.Kind.KHMER_ID, khmer_id or str(next(_cards)))
    if phone:
        applications.give_number(made, Identifier.Kind.PHONE, phone)
    if consents:
        applications.consent(made, ConsentPurpose.IDENTITY_CHECK, given=True)
    made.refresh_from_db()
    return made


def _of_path(path: str, values: dict[str, Any]) -> dict[str, Any]:
    if path == ApplicantPath.EMPLOYEE and "enterprise" not in values:
        return {"enterprise": EnterpriseFactory(), "employer_contact": EmployerContact.ASK}
    if path == ApplicantPath.DOMESTIC:
        return {"enterprise_typed": "A family in Daun Penh", "employer_contact": EmployerContact.QUIET}
    if path == ApplicantPath.CASUAL:
        return {"payer": Payer.MANY}
    if path == ApplicantPath.SELF_EMPLOYED:
        return {"uses_workers": False, "accepted_terms_at": timezone.now()}
    if path == ApplicantPath.DEPENDANT and "sponsor" not in values:
        born = timezone.localdate() - datetime.timedelta(days=4 * 365)
        return {"sponsor": MemberFactory(), "relation": Relation.CHILD, "born_on": born}
    return {}


def sent(path: str = ApplicantPath.EMPLOYEE, **values: Any) -> Application:
    """Sent, with whatever follows at once: approved by rule, waiting for somebody, or in an officer's queue."""
    return applications.submit(draft(path, **values), by=values.get("by"))


def at_the_desk(path: str = ApplicantPath.OWNER, **values: Any) -> Application:
    """In the queue of Phnom Penh: the person has no card yet, so a person of the Fund looks."""
    made = sent(path, **{"khmer_id": ""} | values)
    assert made.work_item is not None and made.work_item.is_open, made.state
    return made


def asking_employer(enterprise: Enterprise | None = None, **values: Any) -> Application:
    """Waits for the employer's answer; the enterprise has somebody who can give it."""
    enterprise = enterprise or EnterpriseFactory()
    if not enterprise.representatives.filter(ended_at__isnull=True).exists():
        representative_of(enterprise)
    made = sent(ApplicantPath.EMPLOYEE, enterprise=enterprise, employer_contact=EmployerContact.ASK, **values)
    assert made.waits_for == "employer", made.state
    return made


def confirmation(enterprise: Enterprise | None = None, **values: Any) -> EmploymentConfirmation:
    return EmploymentConfirmation.objects.get(application=asking_employer(enterprise, **values))


def needing_certificate(**values: Any) -> Application:
    """Self-employed, all proved but the informal economy certificate (when the identity check passes)."""
    return sent(ApplicantPath.SELF_EMPLOYED, **values)
