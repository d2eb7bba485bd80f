"""A checked row as the text of a form, and a form's text as a checked row: the repair page and the one-person form."""

from collections.abc import Mapping

from nssf_portal.khmer.phones import display_phone
from nssf_portal.reading.sources import sheet_of
from registration.reading.checks import CheckedRow, Rules, has_error
from registration.reading.headers import Layout
from registration.reading.nationalities import KHMER, UNKNOWN
from registration.reading.rows import Columns, check_cells, plan_columns, raw_texts
from registration.reading.synonyms import COLUMN_FIELDS

FORM_FIELDS = (
    "family_name_km",
    "given_name_km",
    "family_name_latin",
    "given_name_latin",
    "sex",
    "date_of_birth",
    "nationality",
    "identity_kind",
    "identity_number",
    "hired_on",
    "wage",
    "wage_currency",
    "phone",
    "position",
    "department",
    "staff_number",
    "member_number",
)
_DATE_FORMS = {"day": "%Y-%m-%d", "month": "%m-%Y", "year": "%Y"}


def form_values(row: CheckedRow, columns: Columns) -> dict[str, str]:
    """What a form shows for a row: values as understood, and as given where something is wrong.

    recheck() of these values finds the same problems again, warnings aside.
    """
    values = {name: getattr(row, name) for name in FORM_FIELDS if isinstance(getattr(row, name, None), str)}
    values |= _typed_values(row)
    for field, text in _given(row, columns).items():
        if not values[field] or (has_error(row.problems, field) and field in ("sex", "phone", "wage")):
            values[field] = text
    if row.nationality == UNKNOWN and columns.nationality is not None:
        values["nationality"] = row.raw[columns.nationality]
    return {name: values[name] for name in FORM_FIELDS}


def _typed_values(row: CheckedRow) -> dict[str, str]:
    default_kind = "khmer_id" if row.nationality == KHMER else "passport"
    return {
        "date_of_birth": row.born_on.strftime(_DATE_FORMS[row.born_precision]) if row.born_on else "",
        "hired_on": row.hired_on.isoformat() if row.hired_on else "",
        "identity_kind": "" if row.id_kind == default_kind else row.id_kind,
        "identity_number": row.id_number,
        "wage": f"{row.wage:f}" if row.wage is not None else "",
        "phone": display_phone(row.phone) if row.phone else "",
        "wage_currency": row.wage_currency,
    }


def _given(row: CheckedRow, columns: Columns) -> dict[str, str]:
    """The text in the file for the fields that can be wrong."""
    candidates: dict[str, list[int | None]] = {
        "sex": [columns.sex],
        "date_of_birth": [columns.date_of_birth],
        "identity_number": [*(index for index, _kind in columns.identities)],
        "hired_on": [columns.hired_on],
        "wage": [*(index for index, _currency in columns.wages)],
        "phone": [columns.phone],
    }
    return {
        field: next((row.raw[index] for index in indexes if index is not None and row.raw[index]), "")
        for field, indexes in candidates.items()
    }


def recheck(
    values: Mapping[str, str], rules: Rules, *, row_no: int = 0, one_part_name_confirmed: bool = False
) -> CheckedRow:
    """Check one person from a form's text: column field (family_name_km, passport, wage …) → text."""
    fields, cells = typed_columns(values)
    return check_cells(
        row_no,
        cells,
        raw_texts(cells, len(cells)),
        plan_columns(_form_layout(fields)),
        rules,
        one_part_name_confirmed=one_part_name_confirmed,
    )


def typed_columns(values: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The known fields of a form, and their text in the same order."""
    fields = [name for name in values if name in COLUMN_FIELDS]
    return fields, [values[name] or "" for name in fields]


def _form_layout(fields: list[str]) -> Layout:
    return Layout(sheet_of("", []), 0, dict(enumerate(fields)), {})
