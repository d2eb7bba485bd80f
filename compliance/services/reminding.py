"""Reminders to declare: once before the last day and once after it, never to who has declared."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from compliance.declaring import months
from compliance.declaring.filings import reliefs
from compliance.enums import AdjustmentKind
from compliance.models import Declaration
from enterprises.enums import EnterpriseState
from enterprises.models import Representative
from nssf_portal.law.book import value_or
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.preferences import way_to
from nssf_portal.notifications.services import enqueue
from nssf_portal.notifications.templates import Template, register

BEFORE, AFTER = "declaration.due_soon", "declaration.overdue"


def remind(today: date | None = None) -> int:
    """Tell who represents an enterprise that has not declared the month before; how many people were told."""
    today = today or timezone.localdate()
    month = months.after(months.first_of(today), -1)
    template = _template(today, months.declare_by(month))
    if not template:
        return 0
    told = _told(template, month)
    waiting = _waiting(month).exclude(user__in=told).select_related("user").order_by("user_id", "id")
    people = {one.user_id: one.user for one in waiting}  # one message, however many enterprises
    due_on = f"{months.declare_by(month):%Y-%m-%d}"
    for user in people.values():
        enqueue(
            event=template,
            template=template,
            channel=way_to(user),
            recipient_user=user,
            parameters={"month": f"{month:%Y-%m}", "due_on": due_on},
            dedup_key=f"{template}:{month:%Y-%m}:{user.pk}",
        )
    return len(people)


def _template(today: date, due_on: date) -> str:
    if due_on - timedelta(days=months.soon_days()) <= today <= due_on:
        return BEFORE
    return AFTER if today >= due_on + timedelta(days=int(value_or("declaration.remind_after", 3))) else ""


def _told(template: str, month: date) -> "QuerySet[Message, Any]":
    said = Message.objects.filter(template=template, dedup_key__startswith=f"{template}:{month:%Y-%m}:")
    return said.values("recipient_user")


def _waiting(month: date) -> "QuerySet[Representative]":
    """Who acts for a registered enterprise that has neither declared the month nor been freed from it."""
    first = months.read(str(value_or("declaration.first_month", "2026-01")))
    if first and month < first:
        return Representative.objects.none()
    declared = Declaration.objects.current().filter(enterprise=OuterRef("enterprise"), month=month)
    freed = reliefs(timezone.now()).filter(enterprise=OuterRef("enterprise"), kind=AdjustmentKind.SUSPENSION)
    freed = freed.filter(Q(to_month__isnull=True) | Q(to_month__gte=month), from_month__lte=month)
    active = Representative.objects.active().filter(
        enterprise__state=EnterpriseState.REGISTERED, enterprise__registered_on__lte=months.last_of(month)
    )
    return active.filter(~Exists(declared), ~Exists(freed))


def _texts(code: str, subject: tuple[str, str], km: str, en: str) -> Template:
    def say(text: str):
        return lambda facts: text.format(month=facts["month"], due_on=facts["due_on"])

    return Template(code, say(km), say(en), subject[0], subject[1])


TEMPLATES = (
    _texts(
        BEFORE,
        ("ជិតដល់ថ្ងៃត្រូវប្រកាសប្រចាំខែ", "Soon the last day to declare a month"),
        "ប.ស.ស.៖ សូមប្រកាសបុគ្គលិក និងប្រាក់ឈ្នួលខែ {month} ត្រឹមថ្ងៃ {due_on}។ បើគ្មានអ្វីប្រែប្រួល ចុចតែម្ដងគត់។",
        "NSSF: please declare staff and wages of {month} by {due_on}. If nothing changed, one tap is enough.",
    ),
    _texts(
        AFTER,
        ("ខែមួយមិនទាន់បានប្រកាស", "A month is not declared yet"),
        "ប.ស.ស.៖ ខែ {month} មិនទាន់បានប្រកាសទេ ថ្ងៃផុតកំណត់គឺ {due_on}។ សូមចូលប្រព័ន្ធដើម្បីប្រកាស។",
        "NSSF: {month} is not declared yet; its last day was {due_on}. Sign in to declare it.",
    ),
)


def register_messages() -> None:
    for template in TEMPLATES:
        register(template)
