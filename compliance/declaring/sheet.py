"""The contribution sheet of one declared month, with the headings employers know."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from compliance.models import Declaration, DeclarationLine
from enterprises.csv_files import csv_response
from registration.models import Employment


def sheet_response(declared: Declaration) -> HttpResponse:
    """One row a worker; an empty cell was not computed."""
    heads = [_("Staff number"), _("NSSF member number"), _("Name in Khmer"), _("Name in Latin letters"), _("Wage"),
             _("Currency"), _("Wage in riel"), _("Average wage"), _("Occupational risk"), _("Health care"),
             _("Wage for pension"), _("Pension, worker"), _("Pension, enterprise")]  # fmt: skip
    return csv_response(f"contributions-{declared.month:%Y-%m}", heads, _rows(declared))


def _rows(declared: Declaration) -> Iterator[list[Any]]:
    lines = list(DeclarationLine.objects.filter(declaration=declared, month=declared.month).order_by("id"))
    found = Employment.objects.filter(pk__in=[line.employment_id for line in lines]).select_related("member")
    people = {one.pk: one for one in found}
    for line in lines:
        one = people[line.employment_id]
        member = one.member
        yield [one.staff_number, member.member_number or "", member.full_name_km, member.full_name_latin, line.wage,
               line.wage_currency, line.wage_riel, line.base, line.occupational_risk, line.health_care,
               line.pension_base, line.pension_worker, line.pension_employer]  # fmt: skip
