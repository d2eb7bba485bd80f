"""The security officer's look at the read log: who opened what, where, why; the subject by kind and short number."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from allauth.mfa.models import Authenticator
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.mfa import REAL
from nssf_portal.accounts.models import RoleGrant, User
from nssf_portal.audit.models import ReadLog
from nssf_portal.ui.forms import PortalForm

PAGE = 50
KINDS = {
    "member": _("Member"),
    "enterprise": _("Enterprise"),
    "claim": _("Claim"),
    "duplicatepair": _("Doubtful pair"),
    "rosterrow": _("Row of a staff list"),
    "exportrequest": _("Staff list as a file"),
    "callback": _("Call-back"),
    "tip": _("Tip"),
    "tipsource": _("Source of a tip"),
    "complaint": _("Complaint"),
    "review": _("Review"),
}


class ReadingsForm(PortalForm):
    """The filters; they live in the address, so a reader is named by their number, not by name."""

    reader = forms.UUIDField(label=_("Reader"), required=False, widget=forms.HiddenInput)
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    revealed = forms.BooleanField(label=_("Only whole numbers shown"), required=False)
    after = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)

    def chosen(self) -> dict[str, object]:
        """What was understood; a filter that was not is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True)
class Reading:
    """One line of the page."""

    log: ReadLog
    kind: object
    short: str


def page_of(
    *, reader: uuid.UUID | None = None, day: date | None = None, revealed: bool = False, after: int | None = None
) -> tuple[list[Reading], int | None]:
    """Fifty readings, newest first, and the number the next page continues after."""
    found = ReadLog.objects.select_related("user").order_by("-id")
    found = found.filter(user_id=reader) if reader else found
    found = found.filter(revealed=True) if revealed else found
    found = found.filter(pk__lt=after) if after else found
    if day:
        midnight = timezone.make_aware(datetime.combine(day, time.min))
        found = found.filter(at__gte=midnight, at__lt=midnight + timedelta(days=1))
    rows = list(found[: PAGE + 1])
    more = rows[PAGE - 1].pk if len(rows) > PAGE else None
    return [_reading(row) for row in rows[:PAGE]], more


def _reading(row: ReadLog) -> Reading:
    # The number's end: its beginning is the time it was made, the same for many.
    return Reading(row, KINDS.get(row.subject_kind, row.subject_kind), str(row.subject_id)[-8:])


def without_second_factor() -> "QuerySet[User]":
    """Colleagues with a role whose sign-in is a password alone."""
    real = Authenticator.objects.filter(user=OuterRef("pk"), type__in=REAL)
    role = RoleGrant.objects.active().filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(role), ~Exists(real), is_active=True)
