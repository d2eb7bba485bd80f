"""What people who signed up are told when an activity is cancelled or moved. No names, no titles in any text."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from nssf_portal.notifications.models import Channel
from nssf_portal.notifications.preferences import way_to
from nssf_portal.notifications.services import enqueue
from nssf_portal.notifications.templates import Facts, Template
from nssf_portal.notifications.templates import register as register_template
from outreach.models import Activity, SignUp

CANCELLED, CHANGED = "outreach.activity_cancelled", "outreach.activity_changed"
DECIDED = "outreach.proposal_decided"


def cancelled(activity: Activity) -> int:
    """One message to each who signed up; how many were written."""
    return _tell(activity, CANCELLED, f"off:{activity.pk}")


def changed(activity: Activity) -> int:
    """Time or place changed: one message to each who signed up, for each change."""
    return _tell(activity, CHANGED, f"new:{activity.pk}:{timezone.now():%y%m%d%H%M%S}")


def decided(activity: Activity) -> None:
    """Who proposed it reads on the partner's own page whether it was taken up, and why not."""
    enqueue(
        event=f"decided:{activity.pk}",
        template=DECIDED,
        channel=way_to(activity.created_by),
        recipient_user=activity.created_by,
        parameters={"number": activity.reference},
    )


def _tell(activity: Activity, template: str, event: str) -> int:
    reachable = Q(phone__isnull=False) | Q(user__isnull=False)
    rows = SignUp.objects.filter(reachable, activity=activity, cancelled_at__isnull=True).select_related("user")
    told = set()
    for row in rows:
        who = row.phone_blind or row.user_id or row.pk
        if who not in told:
            _say(row, activity, template, event)
        told.add(who)
    return len(told)


def channel_to(row: SignUp) -> str:
    """By SMS to the number that was left; who signed in without one as accounts are, if only in the portal."""
    return Channel.SMS if row.phone or row.user is None else way_to(row.user)


def _say(row: SignUp, activity: Activity, template: str, event: str) -> None:
    from outreach.services.signing_up import ADDRESS

    who: dict[str, Any] = {"address_ref": f"{ADDRESS}:{row.pk}"} if row.phone else {"recipient_user": row.user}
    begins = timezone.localtime(activity.starts_at)
    enqueue(
        event=event,
        template=template,
        channel=channel_to(row),
        language=row.language,
        parameters={"number": row.reference, "day": f"{begins:%d/%m/%Y}", "time": f"{begins:%H:%M}"},
        dedup_key=f"{event}:{row.pk}",
        **who,
    )


def _cancelled_km(facts: Facts) -> str:
    return (
        f"ប.ស.ស.៖ ព្រឹត្តិការណ៍ថ្ងៃ {facts['day']} ដែលអ្នកបានចុះឈ្មោះ (លេខយោង {facts['number']}) ត្រូវបានលុបចោល។ "
        f"មើលព្រឹត្តិការណ៍ផ្សេងទៀត៖ {facts.link}"
    )


def _cancelled_en(facts: Facts) -> str:
    return (
        f"NSSF: the event of {facts['day']} you signed up for (reference {facts['number']}) is cancelled. "
        f"Other events: {facts.link}"
    )


def _changed_km(facts: Facts) -> str:
    return (
        f"ប.ស.ស.៖ ព្រឹត្តិការណ៍ដែលអ្នកបានចុះឈ្មោះ (លេខយោង {facts['number']}) បានប្ដូរម៉ោង ឬទីកន្លែង។ "
        f"ឥឡូវ៖ {facts['day']} ម៉ោង {facts['time']}។ សូមមើល៖ {facts.link}"
    )


def _changed_en(facts: Facts) -> str:
    return (
        f"NSSF: the event you signed up for (reference {facts['number']}) has another time or place. "
        f"Now: {facts['day']} at {facts['time']}. See: {facts.link}"
    )


def _decided_km(facts: Facts) -> str:
    return f"ប.ស.ស.៖ សំណើសកម្មភាព {facts['number']} បានសម្រេចហើយ។ សូមចូលប្រព័ន្ធ ដើម្បីមើល៖ {facts.link}"


def _decided_en(facts: Facts) -> str:
    return f"NSSF: your proposal {facts['number']} was decided. Sign in to see the answer: {facts.link}"


TEMPLATES = (
    Template(DECIDED, _decided_km, _decided_en, "សំណើសកម្មភាពបានសម្រេច", "Your proposal", "/outreach/partners/"),
    Template(CANCELLED, _cancelled_km, _cancelled_en, "ព្រឹត្តិការណ៍ត្រូវបានលុបចោល", "Event cancelled", "/events/"),
    Template(CHANGED, _changed_km, _changed_en, "ព្រឹត្តិការណ៍បានប្ដូរ", "Event changed", "/events/mine/"),
)


def register_all() -> None:
    """Make the texts known."""
    for template in TEMPLATES:
        register_template(template)
