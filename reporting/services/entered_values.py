"""Figures that the portal cannot know: an institution enters them; a later one replaces the earlier, both stay."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from reporting import registry
from reporting.enums import Method, Part
from reporting.models import EnteredValue, Indicator, MeasurePart, MeasureVersion, ProgressEntry
from reporting.periods import Period
from reporting.registry import Definition
from reporting.services.entering import locked_for

_WITH_FRACTIONS = ("percent", "days")


def asked_of(entry: ProgressEntry) -> list[Definition]:
    """The figures that this institution answers for in this row: its own, and, when it leads the row, those whose
    owner has no part in it."""
    number = entry.measure.number
    wanted = [one for one in registry.every() if one.method != Method.COMPUTED and number in one.measures]
    if not wanted:
        return []
    rows = Indicator.objects.filter(code__in=[one.code for one in wanted], retired_on__isnull=True)
    owners = dict(rows.values_list("code", "owner_id"))
    version = MeasureVersion.objects.in_force(_day_of(entry)).filter(measure=entry.measure_id)
    parts = dict(MeasurePart.objects.filter(version__in=version).values_list("institution_id", "part"))
    leads, own = parts.get(entry.institution_id) == Part.LEAD, entry.institution_id
    return [
        one for one in wanted
        if one.code in owners and (owners[one.code] == own or (leads and owners[one.code] not in parts))
    ]  # fmt: skip


def _day_of(entry: ProgressEntry) -> date:
    return Period.parse(entry.call.period).last


def check(definition: Definition, value: Decimal) -> str:
    """What is wrong with a figure, in words; empty when it can be."""
    if value < 0:
        return _("A figure cannot be below zero.")
    if definition.unit == "percent" and value > 100:
        return _("A share cannot be above 100.")
    if definition.unit not in _WITH_FRACTIONS and value != value.to_integral_value():
        return _("This is counted in whole numbers.")
    return ""


@transaction.atomic
def enter(
    entry: ProgressEntry, code: str, *, by: User, value: Decimal, source: str, province: str = ""
) -> EnteredValue:
    """A figure with its source. Effects: the value, and the earlier one marked as replaced."""
    locked = locked_for(entry, by)
    definition = {one.code: one for one in asked_of(locked)}.get(code)
    if definition is None:
        raise Refused(_("Your institution is not asked for this figure."), locked, "enter")
    if wrong := check(definition, value):
        raise Refused(wrong, locked, "enter")
    now = EnteredValue.objects.filter(
        entry=locked, indicator_id=code, province_code=province, replaced_at__isnull=True
    ).first()
    if now and (now.value, now.source) == (value, source.strip()):
        return now
    with acting(by=by, action="progress.enter"):
        if now:
            EnteredValue.objects.filter(pk=now.pk).update(replaced_at=timezone.now())
        return EnteredValue.objects.create(
            entry=locked, indicator_id=code, province_code=province, value=value, source=source.strip(), entered_by=by
        )
