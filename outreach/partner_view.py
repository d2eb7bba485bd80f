"""What a partner may see of its activities and lists: facts of the activity and counts, never a person.

Nothing that names, numbers or identifies somebody is a field here; a test holds the pages to it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.permissions import Permission
from outreach import counting, small_counts
from outreach.enums import ActivityState, PersonListState
from outreach.models import Activity, Attribution, Consultation, PersonList
from outreach.models.activity import ActivityQuerySet
from outreach.models.people import PersonListQuerySet
from outreach.services.listing import names_go_on

S = ActivityState
_TOOK_PLACE = (S.HELD, S.REPORTED, S.VERIFIED)
_LIST_TAGS = {PersonListState.RECEIVED: "waits", PersonListState.USED: "progress", PersonListState.PURGED: "none"}


@dataclass(frozen=True)
class ListSeen:
    """One list in counts."""

    id: uuid.UUID
    activity: Activity
    received_at: datetime
    tag: tuple[str, str]
    people: int
    refused: int
    called: str
    begun: str
    registered: str
    names_go_on: Any


@dataclass(frozen=True)
class PeopleSeen:
    """Who came, in counts; None: too few to be told."""

    total: str
    women: int | None
    men: int | None
    not_stated: int | None
    registered: str
    is_verified: bool


def activities_of(user: User) -> ActivityQuerySet:
    """What this person's institution proposed or takes part in, whatever other roles let the person see."""
    theirs = user.institutions(Permission.JOIN_OUTREACH)
    part = Q(proposed_for__in=theirs) | Q(pk__in=Activity.objects.filter(partners__institution__in=theirs).values("pk"))
    return Activity.objects.visible_to(user).filter(part)


def institutions_in(user: User, activity: Activity) -> list[Institution]:
    """For which of the person's institutions something can be brought to this activity."""
    theirs = Institution.objects.filter(pk__in=user.institutions(Permission.JOIN_OUTREACH))
    joined = activity.partners.values("institution")
    return list(theirs.filter(Q(pk=activity.proposed_for_id) | Q(pk__in=joined)).order_by("code"))


def counted(rows: PersonListQuerySet) -> PersonListQuerySet:
    """With how many were called, begun and registered."""
    some = Q(people__application__isnull=False)
    return rows.annotate(
        called=Count("people", filter=Q(people__called_at__isnull=False)),
        begun=Count("people", filter=some),
        registered=Count("people", filter=some & Q(people__application__state="approved")),
    )


def tag_of(received: PersonList) -> tuple[str, str]:
    """In use from the first call on."""
    state = PersonListState(received.state)
    words = _("calls begun") if state == PersonListState.USED else str(state.label)
    return _LIST_TAGS[state], words


def lists_of(user: User, activity: Activity | None = None) -> list[ListSeen]:
    """The lists of the person's institutions, newest first."""
    theirs = user.institutions(Permission.JOIN_OUTREACH)
    rows = PersonList.objects.visible_to(user).filter(institution__in=theirs)
    if activity is not None:
        rows = rows.filter(activity=activity)
    least = small_counts.smallest()
    return [_list_seen(row, least) for row in counted(rows).select_related("activity").order_by("-received_at")[:100]]


def _list_seen(row: Any, least: int) -> ListSeen:
    counts = (small_counts.of_list(count, row.rows, least) for count in (row.called, row.begun, row.registered))
    called, begun, registered = counts
    return ListSeen(
        row.pk, row.activity, row.received_at, _tag_seen(row), row.rows, row.refused, called, begun, registered,
        None if row.state == PersonListState.PURGED else names_go_on(row),
    )  # fmt: skip


def _tag_seen(row: PersonList) -> tuple[str, str]:
    """Nothing of it waits for the partner."""
    meaning, word = tag_of(row)
    return "progress" if meaning == "waits" else meaning, word


def people_of(activity: Activity) -> PeopleSeen | None:
    """Who came, once it took place."""
    if activity.state not in _TOOK_PLACE:
        return None
    least, people = small_counts.smallest(), counting.people(activity)
    women, men, not_stated = small_counts.parts((people.women, people.men, people.not_stated), least)
    registered = Attribution.objects.filter(activity=activity).count()
    return PeopleSeen(
        small_counts.whole(people.total, least),
        women,
        men,
        not_stated,
        small_counts.whole(registered, least),
        activity.state == S.VERIFIED,
    )


def consultations_of(user: User, activity: Activity) -> list[Consultation]:
    """What was said by the institution's own people or by nobody in particular, and what changed because of it."""
    theirs = user.institutions(Permission.JOIN_OUTREACH)
    said = Q(institution__in=theirs) | Q(institution__isnull=True)
    return list(Consultation.objects.filter(said, activity=activity).order_by("-entered_at", "-id")[:50])


def next_step(activity: Activity) -> str:
    """What happens next, in words, for the partner."""
    return {
        S.PROPOSED: _("The Fund's office of this place looks at your proposal. The answer stands here."),
        S.PLANNED: _("The Fund prepares it. You can bring a list of people."),
        S.ANNOUNCED: _("It is announced. You can still bring a list of people."),
        S.HELD: _("It took place. The Fund writes the report."),
        S.REPORTED: _("The report is written. A second person of the Fund checks it."),
        S.VERIFIED: _("It is verified and counts in the plan. Nothing is left to do."),
        S.CANCELLED: _("It was cancelled. You may propose another day."),
        S.DECLINED: _("It was not taken up. You may propose another activity."),
    }[S(activity.state)]


def events_of(activity: Activity) -> list[dict[str, Any]]:
    """What happened to it, newest first, without the names of officers."""
    declined = activity.state == S.DECLINED
    told = (
        (_("It was cancelled"), activity.cancelled_at, activity.cancelled_reason, "wrong"),
        (_("It was verified: it counts"), activity.verified_at, "", "done"),
        (_("It was held"), activity.held_at, "", "done"),
        (_("It was announced"), activity.announced_at, "", "done"),
        (
            _("It was not taken up") if declined else _("It was taken up"),
            activity.decided_at,
            activity.decided_reason,
            "done",
        ),
        (_("It was proposed") if activity.proposed_for_id else _("It was planned"), activity.created_at, "", "done"),
    )
    return [{"title": title, "at": at, "text": text, "state": state} for title, at, text, state in told if at]
