"""One row of a roster with all its fields: for an officer's question, and for what no single field explains."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nssf_portal.khmer.dates import format_date
from registration.enums import PairState, Precision, RosterState, RowState
from registration.forms.rosters import ROW_FIELDS, RowForm
from registration.models import DuplicatePair, Roster, RosterRow
from registration.presenting import problems, summary
from registration.presenting.nationality import nationality_word
from registration.reading.checks import ERROR
from registration.reading.nationalities import nationality_code
from registration.reading.words import describe
from registration.services import repairing
from registration.services.repairing import EDITABLE, NotEditable, values_of
from registration.views.employer_roster_acts import tell_outcome
from registration.views.employer_rosters import to_roster
from registration.views.roster_scope import acting_on


@never_cache
@require_http_methods(["GET", "POST"])
def roster_row(request: HttpRequest, enterprise_id: uuid.UUID, roster_id: uuid.UUID, row_no: int) -> HttpResponse:
    """See and correct a whole row; a wrong field says what to do."""
    roster = acting_on(request, enterprise_id, roster_id)
    row = get_object_or_404(RosterRow.objects.filter(roster=roster), row_no=row_no)
    if row.state not in EDITABLE or roster.state not in (RosterState.READY, RosterState.DONE):
        messages.info(request, _("This row can't be changed any more."))
        return to_roster(roster)
    if request.method == "POST":
        return _save(request, roster, row)
    form = RowForm(_shown(row) | {"stamp": problems.stamp(row)}, row=row)
    form.show(_sentences(row))
    return _page(request, roster, row, form)


def _shown(row: RosterRow) -> dict[str, str]:
    """By the fields of the page; wage and number stand in columns named after their kind. Months in words."""
    values, language = values_of(row), get_language() or "km"
    number = values.get(row.identity_kind) or values.get("identity_number", "")
    wage = values.get("wage_usd") or values.get("wage_khr", "")
    shown = {name: values.get(name, "") for name in ROW_FIELDS} | {"identity_number": number}
    shown["wage"] = wage.removesuffix(".00")
    word = nationality_word(row.nationality)
    if nationality_code(word) == row.nationality:  # only a word that is read back as the same country
        shown["nationality"] = word
    if row.born_on and row.born_precision == Precision.DAY:
        shown["date_of_birth"] = format_date(row.born_on, language)
    if row.hired_on:
        shown["hired_on"] = format_date(row.hired_on, language)
    return shown


def _sentences(row: RosterRow) -> list[tuple[str, str]]:
    found = []
    for problem in row.problems.all():
        if problem.severity == ERROR and problem.code != "officer_asks":
            given = repairing.shown_value(row, problem.field)
            found.append((problem.field, describe(problem.code, problem.field, given, row.identity_kind).what_to_do))
    return found


def _save(request: HttpRequest, roster: Roster, row: RosterRow) -> HttpResponse:
    form = RowForm(request.POST, row=row)
    if not form.is_valid():
        return _page(request, roster, row, form)
    if form.cleaned_data["stamp"] != problems.stamp(row):
        form.data = form.data.copy()
        form.data["stamp"] = problems.stamp(row)
        form.add_error(None, _("This row changed in the meantime. Compare, then save again."))
        return _page(request, roster, row, form)
    one_part = [row.row_no] if form.cleaned_data.get("one_name") else []
    try:
        repairing.repair_rows(
            roster=roster, edits={row.row_no: form.changed_from(_shown(row))}, one_part=one_part, by=request.user
        )
    except NotEditable:
        messages.warning(request, _("This list is being worked on just now. Wait until it is ready, then go on."))
        return to_roster(roster)
    tell_outcome(request, roster, [row.row_no])
    row.refresh_from_db()
    return redirect(request.path) if row.state == RowState.REPAIR else to_roster(roster)


def _page(request: HttpRequest, roster: Roster, row: RosterRow, form: RowForm) -> HttpResponse:
    asked = DuplicatePair.objects.filter(row=row, state=PairState.ASKED).first()
    context = {
        "roster": roster,
        "enterprise": roster.enterprise,
        "row": row,
        "form": form,
        "label": summary.file_label(roster),
        "question": asked.note if asked else "",
    }
    return render(request, "registration/employer/roster_row.html", context)
