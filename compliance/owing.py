"""Who owes what: referrals, questions, joint visits and shared lists that wait for somebody, overdue first."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.enums import VisitState
from compliance.jurisdiction import of_labour
from compliance.models import CaseInspector, ListShare, Referral, UnitQuestion, Visit
from nssf_portal.accounts.models import Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.law.book import value_or
from nssf_portal.places.names import place_name
from nssf_portal.ui.templatetags.ui import long_month

_MOST = 300  # of each kind; nobody works through more on a page
LABOUR_ROLE = "labour_inspector"
KINDS = {
    "referral": gettext_lazy("Referrals"),
    "question": gettext_lazy("Questions to communes"),
    "joint": gettext_lazy("Joint visits proposed"),
    "share": gettext_lazy("Shared lists that end soon"),
}


@dataclass(frozen=True)
class Owed:
    """One thing that waits: for whom, since when, until when, and whether for the reader."""

    kind: str
    who: str
    what: str
    url: str
    since: date
    due_on: date
    mine: bool = False

    @property
    def late(self) -> int:
        return max((timezone.localdate() - self.due_on).days, 0)

    @property
    def age(self) -> int:
        return (timezone.localdate() - self.since).days

    @property
    def word(self) -> str:
        return str(KINDS[self.kind])


def owed(user: User) -> list[Owed]:
    """Everything open that this person may see; the latest first."""
    found = [*_referrals(user), *_questions(user), *_joint(user), *_shares(user)]
    return sorted(found, key=lambda row: (row.due_on, row.kind, row.what))


def _referrals(user: User) -> list[Owed]:
    parts = ("enterprise", "to_institution", "to_office", "from_institution", "from_office")
    rows = Referral.objects.visible_to(user).open().select_related(*parts).order_by("due_on", "id")[:_MOST]
    own = _Own(user)
    return [
        Owed(
            "referral",
            (row.to_institution or row.to_office).name,
            f"{row.reference} {row.enterprise.name}",
            reverse("cooperation:referral", args=[row.pk]),
            timezone.localdate(row.sent_at),
            row.due_on,
            own.is_asked(row),
        )
        for row in rows
    ]


class _Own:
    """What the reader answers for, worked out once for all rows."""

    def __init__(self, user: User) -> None:
        self.institutions = set(user.institutions(Permission.READ_SHARED))
        self.offices = {g.office_id for g in user.active_grants if g.gives(Permission.READ_SHARED_LABOUR)}
        self.fund = user.has_permission(Permission.WORK_CASES)

    def is_asked(self, row: Referral) -> bool:
        if row.to_institution_id:
            return row.to_institution_id in self.institutions
        return row.to_office_id in self.offices or (self.fund and row.to_office.tree == Office.Tree.NSSF)


def _questions(user: User) -> list[Owed]:
    rows = UnitQuestion.objects.visible_to(user).asked().select_related("enterprise").order_by("due_on", "id")[:_MOST]
    mine = user.has_permission(Permission.ANSWER_UNITS)
    return [
        Owed(
            "question",
            place_name(row.commune_code),
            row.enterprise.name,
            reverse("cooperation:question", args=[row.pk]),
            timezone.localdate(row.asked_at),
            row.due_on,
            mine,
        )
        for row in rows
    ]


def unanswered_joint(user: User) -> "list[Visit]":
    """Proposed to MLVT and taken by no labour inspector yet; a labour office sees its own jurisdiction's."""
    guests = CaseInspector.objects.active().filter(case=OuterRef("case"), user__grants__role=LABOUR_ROLE)
    rows = Visit.objects.visible_to(user).filter(state=VisitState.PLANNED, joint_with__isnull=False, case__isnull=False)
    rows = rows.exclude(Exists(guests)).select_related("enterprise", "joint_with").order_by("planned_on", "id")
    if not user.has_permission(Permission.READ_CASES):
        rows = of_labour(user, rows, "enterprise__")
    return list(rows[:_MOST])


def _joint(user: User) -> list[Owed]:
    mine = user.has_permission(Permission.READ_SHARED_LABOUR)
    return [
        Owed(
            "joint",
            row.joint_with.name,
            row.enterprise.name,
            f"{reverse('cooperation:calendar')}?month={row.planned_on:%Y-%m}#visit-{row.pk}",
            timezone.localdate(row.planned_at),
            row.planned_on,
            mine,
        )
        for row in unanswered_joint(user)
        if row.joint_with
    ]


def _shares(user: User) -> list[Owed]:
    soon = timezone.localdate() + timedelta(days=int(value_or("share.ends_soon_days", 7)))
    rows = ListShare.objects.visible_to(user).running().filter(until__lte=soon)
    rows = rows.select_related("institution", "list__office").order_by("until", "id")[:_MOST]
    return [
        Owed(
            "share",
            party_name(row),
            _("List of %(month)s, %(office)s") % {"month": long_month(row.list.month), "office": row.list.office.name},
            reverse("cooperation:share", args=[row.pk]),
            timezone.localdate(row.shared_at),
            row.until,
        )
        for row in rows
    ]


def party_name(share: ListShare) -> str:
    return share.institution.name if share.institution else str(share.get_party_display())
