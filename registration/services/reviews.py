"""Not agreeing with a decision: how to ask, until when, and a person who took no part looks again."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.law import clock
from nssf_portal.law.book import value_or
from nssf_portal.notifications import services as notifications
from nssf_portal.notifications import templates
from nssf_portal.notifications.models import Channel
from nssf_portal.notifications.templates import Facts, Template
from nssf_portal.references import new_reference, normalise
from nssf_portal.ui.contact import contact
from nssf_portal.work import services as work
from nssf_portal.work.models import WorkItem
from registration.enums import ApplicationState
from registration.enums_service import ReviewOf
from registration.models import Application, Member, Merge, Review
from registration.models.member import PersonName
from registration.services import application_deciding as deciding
from registration.services import telling
from registration.workflow_service import REVIEW

KIND = "review"
REVIEWED = "member.reviewed"


@dataclass(frozen=True)
class Decision:
    """A decision about somebody that may be reviewed: what, about whom, by whom, when."""

    kind: str
    subject_id: uuid.UUID
    reference: str
    person: PersonName
    decided_on: date
    place_code: str
    first_by: User | None
    second_by: User | None
    language: str
    reason: str

    @property
    def until(self) -> date:
        """The last day to ask."""
        return self.decided_on + timedelta(days=int(value_or("application.review_period", 30)))

    @property
    def is_open(self) -> bool:
        return timezone.localdate() <= self.until


@dataclass(frozen=True)
class Offer:
    """What a page about a decision says of a review: where to ask, until when, and what was asked already."""

    url: str
    until: date
    is_open: bool
    review: Review | None


def offer_for(application: Application) -> Offer | None:
    """For the page of a refused application; None when there is nothing to review."""
    decision = of_application(application)
    if decision is None:
        return None
    url = reverse("register_review_of", args=[application.reference])
    return Offer(url, decision.until, decision.is_open, review_of(decision))


def offer_for_merge(merge: Merge) -> Offer | None:
    """For the page of a merged member; asked by the old number, which stands in no address."""
    decision = of_merge(merge)
    if decision is None:
        return None
    return Offer(reverse("register_review"), decision.until, decision.is_open, review_of(decision))


def find(number: str) -> Decision | None:
    """By an application's reference, or the old number of a member whose record was merged."""
    if reference := normalise(number):
        application = Application.objects.filter(reference=reference).select_related("work_item").first()
        return of_application(application) if application else None
    digits = "".join(to_latin_digits(number).split())
    merged = Merge.objects.filter(other__member_number=digits, merged_at__isnull=False)
    merge = merged.select_related("other", "work_item").first()
    return of_merge(merge) if merge else None


def of_application(application: Application) -> Decision | None:
    if application.state != ApplicationState.REFUSED or application.work_item is None:
        return None
    item = application.work_item
    return Decision(
        kind=ReviewOf.APPLICATION,
        subject_id=application.pk,
        reference=application.reference,
        person=application,
        decided_on=timezone.localdate(application.decided_at),
        place_code=application.place_code,
        first_by=item.first_by,
        second_by=item.second_by or application.decided_by,
        language=application.language,
        reason=application.decision_reason,
    )


def of_merge(merge: Merge) -> Decision | None:
    if merge.merged_at is None:
        return None
    return Decision(
        kind=ReviewOf.MERGE,
        subject_id=merge.pk,
        reference=merge.other.member_number,
        person=merge.other,
        decided_on=timezone.localdate(merge.merged_at),
        place_code=merge.other.commune_code,
        first_by=merge.work_item.first_by,
        second_by=merge.work_item.second_by,
        language=merge.other.language,
        reason=merge.reason,
    )


_SUBJECTS: dict[str, Callable[[uuid.UUID], Decision | None]] = {
    ReviewOf.APPLICATION: lambda key: of_application(Application.objects.get(pk=key)),
    ReviewOf.MERGE: lambda key: of_merge(Merge.objects.get(pk=key)),
}


def decision_of(review: Review) -> Decision | None:
    """What the review is about, as it stands now; None when it was reopened meanwhile."""
    return _SUBJECTS[review.subject_kind](review.subject_id)


def is_person(decision: Decision, born_on: date) -> bool:
    """Whether whoever asks knows the birth date as exactly as the Fund does."""
    person: Application | Member = decision.person  # type: ignore[assignment]
    parts = {"year": 1, "month": 2}.get(person.born_precision, 3)
    known = person.born_on
    return (
        known is not None
        and (known.year, known.month, known.day)[:parts] == ((born_on.year, born_on.month, born_on.day)[:parts])
    )


def review_of(decision: Decision) -> Review | None:
    """The newest review of this decision; of an earlier decision about the same thing it says nothing."""
    asked = Review.objects.filter(subject_kind=decision.kind, subject_id=decision.subject_id)
    return asked.filter(asked_at__date__gte=decision.decided_on).order_by("-asked_at").first()


@transaction.atomic
def ask(decision: Decision, *, statement: str, submission_id: uuid.UUID, by: User | None = None) -> Review:
    """Ask for another person's eyes; asking twice is one review. Raises PermissionDenied after the last day."""
    if known := Review.objects.filter(submission_id=submission_id).first() or review_of(decision):
        return known
    if not decision.is_open:
        raise PermissionDenied
    with acting(by=by, action="review.ask"):
        made = Review(
            reference=new_reference("REV", letters=6),
            submission_id=submission_id,
            subject_kind=decision.kind,
            subject_id=decision.subject_id,
            statement=statement[:2000],
            language=decision.language,
            due_on=clock.deadline("sla.review", timezone.localdate()),
            first_by=decision.first_by,
            second_by=decision.second_by,
        )
        made.work_item = _item(made, decision, by)
        made.save(force_insert=True)
    return made


def _item(made: Review, decision: Decision, by: User | None) -> WorkItem:
    return work.open_item(kind=KIND, subject_id=made.pk, label=made.reference, place_code=decision.place_code, by=by)


def may_review(review: Review, by: User) -> bool:
    """A second decider who took no part, neither in the decision nor in the application."""
    if not by.has_permission(Permission.DECIDE_SECOND) or by.pk in (review.first_by_id, review.second_by_id):
        return False
    if review.subject_kind != ReviewOf.APPLICATION:
        merge = Merge.objects.select_related("survivor", "other").get(pk=review.subject_id)
        return by.pk not in (merge.survivor.user_id, merge.other.user_id)
    return not deciding.has_part(Application.objects.get(pk=review.subject_id), by)


@transaction.atomic
def decide(review: Review, *, changed: bool, answer: str, by: User) -> Review:
    """The decision stands, or it is opened again; in both cases the person is told.

    A merge that was wrong is taken apart by the core system's people: the answer says so to them and to the member."""
    if not may_review(review, by):
        raise PermissionDenied
    said = {"answer": answer[:1000], "decided_at": timezone.now(), "decided_by": by}
    with acting(by=by, action="review.decide", review=str(review.pk), reason=answer):
        REVIEW.transition(review, "change" if changed else "uphold", **said)
        work.finish(review.work_item, decision="changed" if changed else "upheld", reason=answer, by=by)
        _carry_out(review, changed=changed, by=by)
    return review


def _carry_out(review: Review, *, changed: bool, by: User) -> None:
    if review.subject_kind == ReviewOf.MERGE:
        return _tell_member(review, Merge.objects.get(pk=review.subject_id))
    application = Application.objects.get(pk=review.subject_id)
    if changed and application.state == ApplicationState.REFUSED:
        deciding.reopen(application, reason=review.answer, by=by)
    telling.tell(application, "reviewed")


def _tell_member(review: Review, merge: Merge) -> None:
    notifications.enqueue(
        event=REVIEWED,
        template=REVIEWED,
        channel=Channel.SMS,
        recipient_member=merge.survivor_id,
        language=review.language,
        dedup_key=f"{REVIEWED}:{review.pk}",
    )


def _km(_facts: Facts) -> str:
    return f"ប.ស.ស.៖ យើងបានពិនិត្យឡើងវិញនូវការបញ្ចូលកំណត់ត្រារបស់អ្នក។ ចង់ដឹងចម្លើយ សូមហៅ {contact()['hotline'][0]}។"


def _en(_facts: Facts) -> str:
    return f"NSSF: we looked again at how your records were joined. For the answer, call {contact()['hotline'][0]}."


_TEMPLATE = Template(REVIEWED, km=_km, en=_en)


def register() -> None:
    """Called when the app is ready; a second call changes nothing."""
    templates.register(_TEMPLATE)
