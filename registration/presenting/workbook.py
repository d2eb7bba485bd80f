"""The rows to repair as a workbook: what is wrong in groups, and the rows to correct and send back."""

from django.utils.translation import gettext as _

from registration.enums import RowState, Severity
from registration.models import Roster, RosterRow
from registration.presenting.problems import as_sent
from registration.reading.checks import Problem
from registration.reading.errors_workbook import ErrorRow, make_errors_workbook
from registration.services.repairing import shown_value

_NAMES = ("family_name_km", "given_name_km", "family_name_latin", "given_name_latin")
_PLAIN = (
    "sex date_of_birth nationality identity_number hired_on wage phone position department staff_number member_number"
).split()


def errors_workbook(roster: Roster) -> bytes:
    """Decrypts every waiting row: for the enterprise's own representatives only."""
    rows = RosterRow.objects.filter(roster=roster, state=RowState.REPAIR).prefetch_related("problems")
    return make_errors_workbook(_error_row(row) for row in rows.order_by("row_no"))


def file_name(roster: Roster) -> str:
    return f"{roster.reference} - {_('rows to correct')}.xlsx"


def _error_row(row: RosterRow) -> ErrorRow:
    values = {name: getattr(row, name) or as_sent(row, name) for name in _NAMES}
    values |= {name: shown_value(row, name) for name in _PLAIN}
    values["identity_kind"] = "" if row.identity_kind == "khmer_id" else row.identity_kind
    values["wage_currency"] = row.wage_currency
    found = [Problem(p.field, p.code, p.severity) for p in row.problems.all() if p.severity == Severity.ERROR]
    return ErrorRow(row.row_no, values, found)
