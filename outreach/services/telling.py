"""What people who signed up are told when an activity is cancelled or moved. No names, no addresses in any text."""

from django.utils import timezone

from nssf_portal.notifications.services import enqueue
from nssf_portal.notifications.templates import Facts, Template
from nssf_portal.notifications.templates import register as register_template
from outreach.models import Activity, SignUp

CANCELLED, CHANGED = "outreach.activity_cancelled", "outreach.activity_changed"
ADDRESS = "sign_up"  # the resolver of sign-ups' telephones is registered by the events' part


def cancelled(activity: Activity) -> int:
    """One message to each who signed up; how many were written."""
    return _tell(activity, CANCELLED, f"off:{activity.pk}")


def changed(activity: Activity) -> int:
    """Time or place changed: one message to each who signed up, for each change."""
    return _tell(activity, CHANGED, f"new:{activity.pk}:{timezone.now():%y%m%d%H%M%S}")


def _tell(activity: Activity, template: str, event: str) -> int:
    rows = SignUp.objects.filter(activity=activity, cancelled_at__isnull=True, phone__isnull=False)
    for row in rows.only("pk", "reference", "language"):
        enqueue(
            event=event,
            template=template,
            channel="sms",
            address_ref=f"{ADDRESS}:{row.pk}",
            language=row.language,
            parameters={"number": row.reference, "day": f"{timezone.localtime(activity.starts_at):%d/%m/%Y}"},
            dedup_key=f"{event}:{row.pk}",
        )
    return len(rows)


def _text(words: str):
    def say(facts: Facts) -> str:
        return words.format(number=facts["number"], day=facts["day"])

    return say


def register_all() -> None:
    """Make the texts known."""
    register_template(
        Template(
            CANCELLED,
            _text("ប.ស.ស.៖ ព្រឹត្តិការណ៍ថ្ងៃទី {day} ដែលអ្នកបានចុះឈ្មោះ ({number}) ត្រូវបានលុបចោល។ សូមមើលព្រឹត្តិការណ៍ផ្សេងទៀត៖ /events/"),
            _text("NSSF: the event of {day} you signed up for ({number}) is cancelled. See other events at /events/"),
            "ព្រឹត្តិការណ៍ត្រូវបានលុបចោល",
            "Event cancelled",
        )
    )
    register_template(
        Template(
            CHANGED,
            _text("ប.ស.ស.៖ ព្រឹត្តិការណ៍ដែលអ្នកបានចុះឈ្មោះ ({number}) បានប្ដូរម៉ោង ឬទីកន្លែង។ ថ្ងៃថ្មី៖ {day}។ សូមមើល /events/"),
            _text("NSSF: the event you signed up for ({number}) has another time or place. Day: {day}. See /events/"),
            "ព្រឹត្តិការណ៍បានប្ដូរ",
            "Event changed",
        )
    )
