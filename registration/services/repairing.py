"""Repairs: rows edited in the page, checked again alone, dropped or taken up again. Nothing is all-or-nothing."""

import json
import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents.models import Upload
from nssf_portal.identifiers.crypto import decrypt, encrypt
from nssf_portal.khmer.breaks import has_khmer
from registration import matching, staging
from registration.enums import PairState, RosterState, RowState
from registration.identity import identity_index, phone_index
from registration.models import Roster, RosterProblem, RosterRow
from registration.reading.checks import CheckedRow, Rules, has_error
from registration.reading.forms import recheck
from registration.services import leavers, opening, pairs
from registration.services.checking import rules_today
from registration.services.rosters import notes, refresh_counts
from registration.workflow import ROW

EDITABLE = (RowState.CHECKED, RowState.REPAIR, RowState.REVIEW, RowState.ACCEPTED)
_NAMES = ("family_name_km", "given_name_km", "family_name_latin", "given_name_latin")


class NotEditable(Exception):
    """The roster is being read or registered just now, or the row is registered already."""


@transaction.atomic
def repair_rows(
    *,
    roster: Roster,
    edits: Mapping[int, Mapping[str, str]],
    one_part: Iterable[int] = (),
    evidence: Mapping[int, Upload] | None = None,
    by: User,
) -> Roster:
    """`edits`: row number -> field -> text as typed. `one_part`: rows whose person has one name. Checked at once."""
    with acting(by=by, action="roster.repair"):
        locked = _locked(roster)
        rules, confirmed = rules_today(), set(one_part)
        numbers = {*edits, *confirmed, *(evidence or {})}
        rows = list(
            RosterRow.objects.select_for_update(of=("self",)).filter(
                roster=locked, row_no__in=numbers, state__in=EDITABLE
            )
        )
        young = set(RosterProblem.objects.filter(row__in=rows, code="under_age").values_list("row_id", flat=True))
        found: list[RosterProblem] = []
        for row in rows:
            row.one_part_name = row.one_part_name or row.row_no in confirmed
            if evidence and row.row_no in evidence:
                row.evidence = evidence[row.row_no]
            found += _edit(row, edits.get(row.row_no, {}), rules, was_young=row.pk in young)
        _save(rows, found)
        notes(locked, "edited", {row.row_no: sorted(edits.get(row.row_no, {})) for row in rows}, by=by)
        return _compared(locked, [row.pk for row in rows], by=by)


@transaction.atomic
def drop_rows(*, roster: Roster, numbers: Iterable[int], by: User) -> Roster:
    """Leave rows out; they stay in the history and can be taken up again."""
    with acting(by=by, action="roster.drop"):
        locked = _locked(roster)
        rows = RosterRow.objects.filter(roster=locked, row_no__in=list(numbers))
        opening.void_open(roster=locked, by=by, rows=list(rows.values_list("pk", flat=True)))
        ROW.transition_many(rows, "drop")
        notes(locked, "dropped", {number: [] for number in numbers}, by=by)
        # A later row with the same number may have been waiting for this one to go.
        twins = RosterRow.objects.filter(roster=locked, state=RowState.REPAIR, problems__code="duplicate_in_file")
        return _compared(locked, list(twins.values_list("pk", flat=True)), by=by)


@transaction.atomic
def restore_rows(*, roster: Roster, numbers: Iterable[int], by: User) -> Roster:
    """Take dropped rows up again and check them."""
    with acting(by=by, action="roster.restore"):
        locked = _locked(roster)
        rows = RosterRow.objects.filter(roster=locked, row_no__in=list(numbers), state=RowState.DROPPED)
        keys = list(rows.values_list("pk", flat=True))
        ROW.transition_many(rows, "recheck")
        notes(locked, "restored", {number: [] for number in numbers}, by=by)
        return _compared(locked, keys, by=by)


def _locked(roster: Roster) -> Roster:
    locked = Roster.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=roster.pk)
    if locked.state not in (RosterState.READY, RosterState.DONE):
        raise NotEditable
    return locked


def _compared(roster: Roster, rows: list[uuid.UUID], *, by: User) -> Roster:
    """After any edit: these rows against the file and the register, the officers told, the counts right."""
    if rows:
        matching.compare(
            roster_id=roster.pk,
            enterprise_id=roster.enterprise_id,
            establishment_id=roster.establishment_id,
            before=roster.first_checked_at,
            rows=rows,
        )
        for row in RosterRow.objects.filter(pk__in=rows, pairs__state=PairState.ASKED).distinct():
            pairs.answered(row=row, by=by)
        settled = RosterRow.objects.filter(pk__in=rows).exclude(state=RowState.REVIEW)
        opening.void_open(roster=roster, by=by, rows=list(settled.values_list("pk", flat=True)))
        opening.open_missing(roster=roster, by=by)
    leavers.propose(roster)
    return refresh_counts(roster)


def _edit(row: RosterRow, typed: Mapping[str, str], rules: Rules, *, was_young: bool) -> list[RosterProblem]:
    """The row as it would be now, not saved; returns what is wrong with it."""
    if "date_of_birth" in typed and was_young:
        row.birth_altered = True
    checked = recheck(
        {**values_of(row), **_by_column(row, typed)},
        rules,
        row_no=row.row_no,
        one_part_name_confirmed=row.one_part_name,
    )
    if typed:
        row.edits = encrypt(json.dumps({**edits_of(row), **typed}, ensure_ascii=False).encode(), row.pk.bytes)
    take_over(row, checked, rules)
    problems = [*checked.problems, *staging.too_long(checked)]
    return [RosterProblem(row=row, field=p.field, code=p.code, severity=p.severity) for p in problems]


_EDITED = [
    *_NAMES, "key_km", "key_latin", "edits", "sex", "born_on", "born_precision", "birth_altered", "young",
    "nationality", "identity_kind", "identity_cipher", "identity_blind", "identity_last4", "phone_cipher",
    "phone_blind", "phone_last4", "hired_on", "wage", "wage_currency", "occupation", "department", "staff_number",
    "stated_member_number", "one_part_name", "evidence",
]  # fmt: skip


def _save(rows: list[RosterRow], found: list[RosterProblem]) -> None:
    """All rows and their problems in a few statements: an upsert, because a CASE for each cell takes seconds."""
    if not rows:
        return
    RosterRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=_EDITED, batch_size=1000
    )
    RosterProblem.objects.filter(row__in=rows).delete()
    RosterProblem.objects.bulk_create(found)


def take_over(row: RosterRow, checked: CheckedRow, rules: Rules) -> None:
    """The typed values of a checked person, onto the row."""
    for name in _NAMES:
        setattr(row, name, getattr(checked, name)[: staging.NAME_LIMIT])
    row.key_km, row.key_latin, row.sex = checked.key_km, checked.key_latin, checked.sex
    row.born_on, row.born_precision = checked.born_on, checked.born_precision or "day"
    row.young = staging.is_young(checked.born_on, rules.today)
    row.nationality, row.hired_on = checked.nationality or "KH", checked.hired_on
    row.wage, row.wage_currency = checked.wage, checked.wage_currency or "KHR"
    row.occupation, row.department = checked.position[: staging.TEXT_LIMIT], checked.department[: staging.TEXT_LIMIT]
    row.staff_number, row.stated_member_number = checked.staff_number[:40], checked.member_number[:20]
    _take_over_numbers(row, checked)


def _take_over_numbers(row: RosterRow, checked: CheckedRow) -> None:
    row.identity_kind = checked.id_kind
    row.identity_cipher = row.identity_blind = row.phone_cipher = row.phone_blind = None
    row.identity_last4 = row.phone_last4 = ""
    if checked.id_number and not has_error(checked.problems, "identity_number"):
        row.identity_cipher = encrypt(checked.id_number.encode(), row.pk.bytes)
        row.identity_blind = identity_index(checked.id_kind, checked.id_number, checked.nationality)
        row.identity_last4 = checked.id_number[-4:]
    if checked.phone:
        row.phone_cipher = encrypt(checked.phone.encode(), row.pk.bytes)
        row.phone_blind, row.phone_last4 = phone_index(checked.phone), checked.phone[-4:]


def cells_of(row: RosterRow) -> dict[str, str]:
    """The row's words as in the file, by column field."""
    return json.loads(decrypt(row.cells, row.pk.bytes))


def edits_of(row: RosterRow) -> dict[str, str]:
    """What was typed in the page since, by field."""
    return json.loads(decrypt(row.edits, row.pk.bytes)) if row.edits else {}


def shown_value(row: RosterRow, field: str) -> str:
    """What stands in a field now, as the employer gave it: the latest typed text, else the file's."""
    edits, cells = edits_of(row), cells_of(row)
    if field in edits:
        return edits[field]
    return next((cells[name] for name in _columns_for(field) if cells.get(name)), "")


def _columns_for(field: str) -> tuple[str, ...]:
    if field in ("family_name", "given_name"):
        return (f"{field}_km", f"{field}_latin", field, "full_name_km", "full_name_latin", "full_name")
    if field == "identity_number":
        return (field, "khmer_id", "kidc", "passport", "work_permit", "birth_certificate")
    return (field, "wage_khr", "wage_usd") if field == "wage" else (field,)


def values_of(row: RosterRow) -> dict[str, str]:
    """The row as texts for a new check: what was understood in plain form, else the words as given.

    A date that its whole column explained would be ambiguous alone, so its meaning is used, not its spelling."""
    understood = {name: getattr(row, name) for name in _NAMES}
    understood |= {
        "sex": row.sex,
        "date_of_birth": _birth_text(row),
        "nationality": row.nationality,
        "hired_on": row.hired_on.isoformat() if row.hired_on else "",
        _wage_column(row): str(row.wage) if row.wage is not None else "",
        "phone": decrypt(row.phone_cipher, row.pk.bytes).decode() if row.phone_cipher else "",
        _identity_column(row): decrypt(row.identity_cipher, row.pk.bytes).decode() if row.identity_cipher else "",
        "position": row.occupation,
        "department": row.department,
        "staff_number": row.staff_number,
        "member_number": row.stated_member_number,
    }
    return {name: text or shown_value(row, _canonical(name)) for name, text in understood.items()}


def _birth_text(row: RosterRow) -> str:
    if row.born_on is None:
        return ""
    return str(row.born_on.year) if row.born_precision == "year" else row.born_on.isoformat()


def _wage_column(row: RosterRow) -> str:
    return "wage_usd" if row.wage_currency == "USD" else "wage_khr"


def _identity_column(row: RosterRow) -> str:
    return row.identity_kind if row.identity_kind not in ("", "khmer_id") else "identity_number"


def _canonical(column: str) -> str:
    if column.startswith("wage"):
        return "wage"
    if column in ("passport", "work_permit", "kidc", "birth_certificate", "khmer_id"):
        return "identity_number"
    return column


def _by_column(row: RosterRow, typed: Mapping[str, str]) -> dict[str, str]:
    """Fields as the page names them, to columns as the checks know them."""
    columns = {"identity_number": _identity_column(row), "wage": _wage_column(row)}
    given = {}
    for field, text in typed.items():
        if field in ("family_name", "given_name"):
            given[f"{field}_{'km' if has_khmer(text) else 'latin'}"] = text
        else:
            given[columns.get(field, field)] = text
    return given
