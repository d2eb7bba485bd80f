"""Until when a passed course holds, and who needs it again: of each person and course the last time counts."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Exists, F, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from nssf_portal import law
from nssf_portal.accounts.models import User
from outreach.enums import EnrolmentState
from outreach.models import Enrolment

SOON_CODE = "training.refresher_days"
SOON_DAYS = 60


class Expires(Func):
    """The day of the assessment in Cambodia, so many months later."""

    output_field = DateField()

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        at, at_with = compiler.compile(self.source_expressions[0])
        months, months_with = compiler.compile(self.source_expressions[1])
        sql = f"((({at}) AT TIME ZONE 'Asia/Phnom_Penh')::date + make_interval(months => ({months})::int))::date"
        return sql, (*at_with, *months_with)


def expires_on(enrolment: Enrolment) -> date | None:
    """The last day on which the course counts as fresh; None when it always does, or was not passed."""
    if enrolment.state != EnrolmentState.PASSED or not enrolment.course.valid_months:
        return None
    return _months_later(timezone.localdate(enrolment.assessed_at), enrolment.course.valid_months)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day, as the database counts it."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_passed() -> QuerySet[Enrolment]:
    """The newest pass of each person in each course that asks for a refresher, with `expires`."""
    outer = {"name": OuterRef("name"), "position": OuterRef("position"), "where": OuterRef("where")}
    same = Q(user=OuterRef("user")) | Q(user__isnull=True, **outer)
    passed = Enrolment.objects.filter(state=EnrolmentState.PASSED).annotate(where=Coalesce("institution_id", 0))
    later = passed.filter(same, course=OuterRef("course"), assessed_at__gt=OuterRef("assessed_at"))
    lasting = passed.filter(course__valid_months__isnull=False, course__retired_on__isnull=True)
    dated = lasting.annotate(expires=Expires(F("assessed_at"), F("course__valid_months")))
    return dated.filter(~Exists(later)).order_by("expires", "id")


def due(user: User) -> QuerySet[Enrolment]:
    """Who needs a refresher soon or already did, as far as this person sees them."""
    limit = timezone.localdate() + timedelta(days=soon_days())
    seen = Enrolment.objects.visible_to(user).values("pk")
    return last_passed().filter(expires__lte=limit, pk__in=seen)


def soon_days() -> int:
    return law.book.value_or(SOON_CODE, SOON_DAYS)
