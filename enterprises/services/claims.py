"""A claim from its first question to the Fund's desk, or past it when a registry names the person."""

import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises import identity
from enterprises.enums import (
    Capacity,
    ClaimPath,
    ClaimState,
    EnterpriseKind,
    EnterpriseState,
    IdentityKind,
    LookUpState,
    RepresentativeRole,
)
from enterprises.models import Claim, ClaimDocument, Enterprise, Representative
from enterprises.provenance import best_values
from enterprises.services import asking_again, checking, looking_up, registering, telling
from enterprises.workflow import CLAIM
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents import services as documents
from nssf_portal.identifiers.models import BlockExhausted
from nssf_portal.law.enums import DocumentKind
from nssf_portal.references import new_reference
from nssf_portal.ui import slots
from nssf_portal.work import services as work

KIND = "claim"
STARTED = "claim.begun"  # slot: (request, claim), once a request was begun in this browser
CHANNEL = "claim.channel"  # slot: (claim), how its enterprise came when not by itself
RULE = "registry-names-person@1"
WHY = {
    "represented": "somebody already acts for the enterprise",
    "authorised": "acts by authorisation",
    "household": "household",
    "certificate": "no TIN or MoC number, a certificate",
    "no_number": "no paper at all",
    "registry_down": "a registry did not answer",
    "not_found": "no registry knows the number",
    "not_named": "no registry names the person",
}


@transaction.atomic
def start_claim(*, path: str, submission_id: uuid.UUID, by: User) -> Claim:
    """A draft; the same submission again is the same draft."""
    with acting(by=by, action="claim.start"):
        claim, _made = Claim.objects.get_or_create(
            submission_id=submission_id,
            user=by,
            defaults={"path": path, "reference": new_reference("CLM", letters=6)},
        )
    return claim


def save_step(claim: Claim, *, by: User, **fields: Any) -> Claim:
    """Keep what was typed; only while the claim is its author's to change."""
    with transaction.atomic(), acting(by=by, action="claim.save", claim=str(claim.pk)):
        locked = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
        if locked.can_be_edited:
            for name, value in fields.items():
                setattr(locked, name, value)
            locked.set_keys()
            locked.save(update_fields=[*fields, "key_km", "key_latin"])
    return locked


def look_up_for(claim: Claim, *, tin: str = "", moc_number: str = "", by: User) -> Claim:
    """Ask for the number and remember the answer; raises LookUpLimit, and then nothing was asked or changed."""
    found = looking_up.look_up(tin=tin, moc_number=moc_number, by=by)
    saved = _remember(claim, found, tin=tin, moc_number=moc_number, by=by)
    if found.unanswered:
        asking_again.later(saved, by=by)
    return saved


def take_answer(claim: Claim, found: looking_up.Found, *, by: User) -> Claim:
    """An answer that came after its page; of a claim sent meanwhile only the officers' checks learn of it."""
    if claim.can_be_edited:
        return _remember(claim, found, tin=claim.tin, moc_number=claim.moc_number, by=by)
    with acting(by=by, action="claim.answer_came", claim=str(claim.pk)):
        claim.look_up_state, claim.looked_up_at = found.state, timezone.now()
        claim.save(update_fields=["look_up_state", "looked_up_at"])
        claim.records.set(found.records)
        checking.run_checks(claim)
    return claim


def _remember(claim: Claim, found: looking_up.Found, *, tin: str, moc_number: str, by: User) -> Claim:
    best = next((record for record in found.records if record.commune_code), None)
    own_place = found.enterprise.commune_code if found.enterprise else ""
    saved = save_step(
        claim,
        by=by,
        tin=tin or next((r.tin for r in found.records if r.tin), ""),
        moc_number=moc_number or next((r.moc_number for r in found.records if r.moc_number), ""),
        enterprise=_free_for(claim, found.enterprise),
        look_up_state=found.state,
        looked_up_at=timezone.now(),
        place_code=best.commune_code if best else own_place,
    )
    saved.records.set(found.records)
    return _check_again(saved, by)


def keep_number(claim: Claim, *, by: User, **typed: str) -> Claim:
    """A number that was typed and not asked about: what an earlier number led to proves nothing of this one."""
    saved = save_step(claim, by=by, look_up_state="", enterprise=None, place_code="", **typed)
    saved.records.clear()
    return _check_again(saved, by)


def _check_again(claim: Claim, by: User) -> Claim:
    """Who came back to an earlier question after saying who they are is compared anew."""
    if not claim.identity_blind:
        return claim
    checking.run_checks(claim)
    return needed_document(claim, by=by)


def _free_for(claim: Claim, enterprise: Enterprise | None) -> Enterprise | None:
    """An earlier draft of the same person for the same enterprise gives way to this claim; one sent before stays
    the one that asks, so this claim is not linked (the database allows one)."""
    if enterprise is None:
        return None
    older = Claim.objects.of(claim.user).unfinished().filter(enterprise=enterprise).exclude(pk=claim.pk)
    for claim_before in older.filter(state=ClaimState.DRAFT):
        CLAIM.transition(claim_before, "withdraw")
    return None if older.exclude(state=ClaimState.DRAFT).exists() else enterprise


def already_sent(claim: Claim) -> Claim | None:
    """Another claim of this person for this enterprise that the Fund already has."""
    same = Q(enterprise=claim.enterprise_id) if claim.enterprise_id else Q(pk__in=[])
    if claim.asks_registries:
        numbers = {"tin": claim.tin, "moc_number": claim.moc_number}
        for name, number in numbers.items():
            same |= Q(**{name: number}, path__in=[ClaimPath.TIN, ClaimPath.MOC]) if number else Q(pk__in=[])
    sent = Claim.objects.of(claim.user).unfinished().exclude(state=ClaimState.DRAFT)
    return sent.filter(same).exclude(pk=claim.pk).first()


def save_person(claim: Claim, *, by: User, number: str, **fields: Any) -> Claim:
    """Who the person is; then the checks run, so that the next page knows what is proved."""
    sealed = identity.seal(claim, number) if number else {}
    saved = save_step(claim, by=by, **fields, **sealed)
    checking.run_checks(saved)
    return needed_document(saved, by=by)


def needed_document(claim: Claim, *, by: User) -> Claim:
    """Which one document would do, and why; none when the registry's word is enough."""
    why = _why(claim)
    kind = _document(claim, why) if why else ""
    return save_step(claim, by=by, needed_document=kind, needed_why=why)


def is_proved(claim: Claim) -> bool:
    """The registry names this very person, and nobody else acts for the enterprise yet."""
    return bool(claim.matched_role) and not claim.needed_why


def represented_by_others(claim: Claim) -> bool:
    others = Representative.objects.active().filter(enterprise=claim.enterprise_id).exclude(user=claim.user_id)
    return claim.enterprise_id is not None and others.exists()


def _why(claim: Claim) -> str:
    if represented_by_others(claim):
        return "represented"
    if claim.matched_role:
        return ""
    if claim.capacity == Capacity.AUTHORISED:
        return "authorised"
    by_path = {"household": "household", "none": "no_number", "one_window": "certificate", "informal": "certificate"}
    by_state: dict[str, str] = {LookUpState.UNAVAILABLE: "registry_down", LookUpState.NOT_FOUND: "not_found"}
    if claim.path in by_path:
        return by_path[claim.path]
    asked = checking.outcome_of(claim, "registry")
    return "registry_down" if asked == "unavailable" else by_state.get(claim.look_up_state, "not_named")


def _document(claim: Claim, why: str) -> str:
    if claim.capacity == Capacity.AUTHORISED and claim.path != ClaimPath.HOUSEHOLD:
        return DocumentKind.AUTHORISATION
    if why in ("household", "no_number"):
        return DocumentKind.PASSPORT if claim.identity_kind == IdentityKind.PASSPORT else DocumentKind.KHMER_ID
    if claim.path == ClaimPath.ONE_WINDOW:
        return DocumentKind.ONE_WINDOW
    return (
        DocumentKind.INFORMAL_CERTIFICATE if claim.path == ClaimPath.INFORMAL else DocumentKind.COMMERCIAL_REGISTRATION
    )


def add_document(claim: Claim, file: UploadedFile, *, submission_id: uuid.UUID, by: User) -> ClaimDocument:
    """Raises UploadRefused with a sentence for the person."""
    upload = documents.take_in(file, kind="document", by=by, submission_id=submission_id)
    found, _made = ClaimDocument.objects.get_or_create(
        upload=upload, defaults={"claim": claim, "kind": claim.needed_document or DocumentKind.KHMER_ID}
    )
    return found


@transaction.atomic
def submit_claim(claim: Claim, *, by: User) -> Claim:
    """Approved by rule when a registry names the person, else to the officers of the place; twice is once.

    The claim that counts: the one sent before when this person asked for the same enterprise already."""
    locked = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if not locked.can_be_edited:
        return locked
    if before := already_sent(locked):
        withdraw(locked, by=by)
        return before
    locked = _linked_by_now(locked, by)
    checking.run_checks(locked)
    locked = needed_document(locked, by=by)
    with acting(by=by, action="claim.submit", claim=str(locked.pk)):
        if is_proved(locked) and locked.state == ClaimState.DRAFT and (done := _approve_by_rule(locked, by)):
            return done
        return _send(locked, by)


def _linked_by_now(claim: Claim, by: User) -> Claim:
    """Somebody may have registered the unit since the look-up: then it is that one, and perhaps represented."""
    if claim.enterprise_id or not claim.asks_registries:
        return claim
    registering.one_at_a_time({"tin": claim.tin, "moc_number": claim.moc_number})
    found = looking_up.own_enterprise([claim.tin], [claim.moc_number])
    return save_step(claim, by=by, enterprise=_free_for(claim, found)) if found else claim


def _approve_by_rule(claim: Claim, by: User) -> Claim | None:
    """None when the core system's block of numbers is used up: then officers finish it, nobody is sent away."""
    try:
        with transaction.atomic():
            enterprise = take_up(claim, by=by, decided_by=None)
    except BlockExhausted:
        return None
    now = timezone.now()
    fields = {"enterprise": enterprise, "rule": RULE, "submitted_at": now, "decided_at": now}
    approved = CLAIM.transition(claim, "approve_by_rule", **fields)
    telling.tell_claimant(approved, "approved")
    return approved


def _send(claim: Claim, by: User) -> Claim:
    answered = claim.state == ClaimState.RETURNED
    place = claim.place_code or claim.commune_code
    CLAIM.transition(claim, "submit", submitted_at=timezone.now(), place_code=place, returned_fields=[])
    if answered and claim.work_item:
        work.answer(claim.work_item, by=by)
        return claim
    item = work.open_item(kind=KIND, subject_id=claim.pk, label=label_of(claim), place_code=place, by=by)
    return save_work_item(claim, item)


def save_work_item(claim: Claim, item: Any) -> Claim:
    claim.work_item = item
    claim.save(update_fields=["work_item"])
    return claim


def label_of(claim: Claim) -> str:
    """For the queue: references and enterprises, no persons."""
    name = _("household") if claim.is_household else (claim.name or _enterprise_name(claim))
    return f"{claim.reference} · {name}" if name else claim.reference


def _enterprise_name(claim: Claim) -> str:
    return claim.enterprise.name if claim.enterprise else claim.tin or claim.moc_number


def take_up(claim: Claim, *, by: User, decided_by: User | None) -> Enterprise:
    """What an approval does to the register: the enterprise is registered, the person may act for it."""
    with acting(by=by, action="claim.approve", claim=str(claim.pk)):
        base = {} if _is_registered(claim.enterprise) else best_values(claim.records.select_related("source"))
        enterprise = registering.register_enterprise(
            values=base | _values(claim),
            by=by,
            enterprise=claim.enterprise,
            records=list(claim.records.all()),
            kind=EnterpriseKind.HOUSEHOLD if claim.is_household else EnterpriseKind.COMPANY,
            channel=channel_of(claim),
            registered_by=decided_by,
        )
        basis = Representative.Basis.REGISTRY if decided_by is None else Representative.Basis.CLAIM
        role = _role_of(claim)
        registering.add_representative(enterprise, claim.user, role=role, basis=basis)
    return enterprise


def channel_of(claim: Claim) -> str:
    """How the enterprise came: by itself, unless what is above says where its request was begun."""
    said = (tell(claim) for tell in slots.registered(CHANNEL))
    return next((str(channel) for channel in said if channel), "web")


def _role_of(claim: Claim) -> str:
    """Who acts by authorisation manages; owners and directors also invite."""
    manages = claim.capacity == Capacity.AUTHORISED and not claim.matched_role
    return RepresentativeRole.MANAGER if manages else RepresentativeRole.OWNER


def _values(claim: Claim) -> dict[str, Any]:
    values = {name: getattr(claim, name) for name in registering.FIELDS}
    values["declared_workers"] = claim.workers
    if claim.asks_registries:  # a number typed before another way in was chosen is nobody's evidence
        values |= {"tin": claim.tin, "moc_number": claim.moc_number}
    if claim.path in (ClaimPath.ONE_WINDOW, ClaimPath.INFORMAL):
        values |= {"certificate_kind": claim.path, "certificate_number": claim.certificate_number}
    if claim.is_household:
        values |= {"sector": "T"} | household_names(claim)
    return {name: value for name, value in values.items() if value not in ("", None)}


def _is_registered(enterprise: Enterprise | None) -> bool:
    return enterprise is not None and enterprise.state != EnterpriseState.KNOWN


def household_names(claim: Claim) -> dict[str, str]:
    """A household has no name of its own: it goes by its head's."""
    khmer = f"{claim.family_name_km} {claim.given_name_km}".strip()
    latin = f"{claim.family_name_latin} {claim.given_name_latin}".strip()
    return {
        "name_km": f"គ្រួសារ {khmer}" if khmer else "",
        "name_latin": f"Household of {latin}" if latin else "",
    }


def ask_owner(claim: Claim, *, by: User) -> Claim:
    """The present representatives learn that this person would like an invitation; the claim stays as it is."""
    if claim.invite_asked_at is None and represented_by_others(claim):
        claim = save_step(claim, by=by, invite_asked_at=timezone.now())
        telling.tell_owners(claim)
    return claim


def withdraw(claim: Claim, *, by: User) -> Claim:
    with transaction.atomic(), acting(by=by, action="claim.withdraw", claim=str(claim.pk)):
        CLAIM.transition(claim, "withdraw")
        if claim.work_item and claim.work_item.is_open:
            work.cancel(claim.work_item, reason="withdrawn", by=by)
    return claim


def change_path(claim: Claim, path: str, *, by: User) -> Claim:
    """Another way in; the number typed before stays, what it led to does not count any more."""
    if path == claim.path:
        return claim
    saved = save_step(
        claim, by=by, path=path, look_up_state="", enterprise=None, place_code="", needed_document="", needed_why=""
    )
    saved.records.clear()
    return _check_again(saved, by)
