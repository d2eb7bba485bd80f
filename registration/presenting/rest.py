"""What needs nothing from the employer, what they may look at, and what is asked about people already known."""

from datetime import date
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nssf_portal.identifiers.crypto import decrypt
from nssf_portal.khmer.phones import display_phone
from nssf_portal.ui.templatetags.ui import number
from registration.enums import Currency, LeaverState, Match, PairState, RowState, Severity
from registration.forms.rosters import LeaverAnswers
from registration.models import DuplicatePair, Leaver, Roster, RosterProblem, RosterRow
from registration.presenting.words import plural_of
from registration.reading.words import describe
from registration.services.repairing import shown_value

PAGE = 50
_ENTERED = (RowState.ACCEPTED, RowState.REGISTERED)
_CODE_OF_REASON = {
    Match.POSSIBLE: "possible_duplicate",
    Match.CONFLICT: "id_conflict",
    "birth_altered": "birth_altered",
}
_FIELD_OF_CODE = {"birth_altered": "date_of_birth"}


class Quiet(NamedTuple):
    """A closed list of people for whom nothing is to do: a title, how many, the first of them."""

    meaning: str
    title: str
    count: int
    rows: list[Any]
    due: date | None = None
    can_change: bool = False
    shows_number: bool = False

    @property
    def rows_label(self) -> str:
        return plural_of(ngettext("%(n)s row", "%(n)s rows", self.count), self.count)

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


class Change(NamedTuple):
    """A new value for somebody already on the staff."""

    label: str
    old: str
    new: str


def reviews(roster: Roster) -> list[Quiet]:
    """Rows an officer compares, by reason, with the day by which there is an answer."""
    if not roster.review:
        return []
    pairs = DuplicatePair.objects.filter(row__roster=roster, row__state=RowState.REVIEW, state=PairState.OPEN)
    counted = pairs.order_by().values("reason").annotate(n=Count("pk"), due=Max("work_item__due_on"))
    first = list(pairs.select_related("row").order_by("row__row_no")[: PAGE * 2])
    found = []
    for one in counted:
        title = describe(_CODE_OF_REASON.get(one["reason"], "birth_altered"), "date_of_birth").title
        rows = [pair.row for pair in first if pair.reason == one["reason"]][:PAGE]
        found.append(Quiet("progress", title, one["n"], rows, one["due"], True))
    return found


def quiet_lists(roster: Roster) -> list[Quiet]:
    """Already on the staff, second employments, zeros put back, the young: to know, not to do."""
    rows = RosterRow.objects.filter(roster=roster)
    entered = rows.filter(state__in=_ENTERED)
    second = entered.filter(match=Match.SAME)
    found = [
        _quiet("none", _("Already on your staff: nothing changes"), rows.filter(state=RowState.ALREADY, changes=[])),
        _quiet("none", _("Already members: a second employment, no new number"), second),
        _quiet("none", _("15 to 17 years old: registered and marked; special rules for young workers hold"),
               entered.filter(young=True)),
    ]  # fmt: skip
    return [quiet for quiet in [*found, *_warnings(roster)] if quiet.count]


def _quiet(meaning: str, title: str, rows: QuerySet[RosterRow]) -> Quiet:
    first = list(rows.order_by("row_no")[: PAGE + 1])
    count = len(first) if len(first) <= PAGE else rows.count()
    return Quiet(meaning, title, count, first[:PAGE])


def _warnings(roster: Roster) -> list[Quiet]:
    """Only one warning exists: the zero we put back. The number is shown, because it should be looked at once."""
    found = RosterProblem.objects.filter(row__roster=roster, severity=Severity.WARNING, row__state__in=_ENTERED)
    found = found.filter(code="leading_zero_restored")
    count = found.count()
    if not count:
        return []
    rows = [problem.row for problem in found.select_related("row").order_by("row__row_no")[:PAGE]]
    for row in rows:
        row.told = decrypt(row.identity_cipher, row.pk.bytes).decode() if row.identity_cipher else ""
    title = describe("leading_zero_restored", "identity_number").title
    return [Quiet("none", title, count, rows, None, True, True)]


def dropped(roster: Roster) -> list[RosterRow]:
    """Rows left out, which can be taken up again."""
    if not roster.dropped:
        return []
    return list(RosterRow.objects.filter(roster=roster, state=RowState.DROPPED).order_by("row_no")[:PAGE])


def changes(roster: Roster, page: object = 1) -> Page:
    """People already on the staff whose wage, position or phone is another now."""
    rows = RosterRow.objects.filter(roster=roster, state=RowState.ALREADY, changes_applied_at__isnull=True)
    rows = rows.exclude(changes=[]).select_related("employment").order_by("row_no")
    found = Paginator(rows, PAGE).get_page(page)
    for row in found:
        row.proposed = [_change(row, name) for name in row.changes]
    return found


def _change(row: RosterRow, name: str) -> Change:
    if name == "wage":
        old = _money(row.employment.wage, row.employment.wage_currency)
        return Change(_("Monthly wage"), old, _money(row.wage, row.wage_currency))
    if name == "occupation":
        return Change(_("Position"), row.employment.occupation, row.occupation)
    return Change(_("Phone number"), "", display_phone(shown_value(row, "phone")))


def _money(amount: Any, currency: str) -> str:
    sign = "៛" if currency == Currency.KHR else "$"
    whole = int(amount) if amount == int(amount) else amount
    return f"{number(whole)}\u00a0{sign}"


def leavers(roster: Roster, page: object = 1, answers: LeaverAnswers | None = None) -> Page:
    """Staff whom a list of everyone does not name; with what was typed for them and is not right yet."""
    waiting = Leaver.objects.filter(roster=roster, state=LeaverState.PROPOSED)
    found = Paginator(waiting.select_related("employment__member").order_by("id"), PAGE).get_page(page)
    answers = answers or LeaverAnswers()
    for leaver in found:
        leaver.error = answers.errors.get(leaver.pk, "")
        leaver.why, leaver.day = answers.why.get(leaver.pk, ""), answers.day.get(leaver.pk, "")
        leaver.why_name = f"why-{leaver.pk}"
        leaver.described = f"error-{leaver.pk}" if leaver.error else ""
    return found
