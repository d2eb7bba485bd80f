"""Taking over the members NSSF's core system already holds, with their current employment (CSV)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.crypto import encrypt
from nssf_portal.ids import uuid7_batch
from nssf_portal.khmer.cleaning import clean
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.khmer.keys import name_key
from nssf_portal.khmer.phones import normalise_phone
from registration.identity import identity_index, phone_index
from registration.register_file import MEMBER_NAMES, MEMBERS, read_rows

BLOCK = 5000
_LENGTHS = {"member_number": 20, "nationality": 2} | dict.fromkeys(
    ("family_name_km", "given_name_km", "family_name_latin", "given_name_latin"), 80
)
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": None})

_STAGE = """
CREATE TEMP TABLE core_member (
    row_no int, id uuid, member_number text, nssf_number text, family_name_km text, given_name_km text,
    family_name_latin text, given_name_latin text, key_km text, key_latin text, sex text, born_on date,
    nationality text, kind text, cipher bytea, blind uuid, last4 text, phone_cipher bytea, phone_blind uuid,
    phone_last4 text, registered_on date, hired_on date, occupation text, wage numeric, at timestamptz,
    enterprise_id uuid, establishment_id uuid, commune_code text, member_id uuid, changed bool, refused text
) ON COMMIT DROP
"""
_COLUMNS = (
    "row_no id member_number nssf_number family_name_km given_name_km family_name_latin given_name_latin key_km "
    "key_latin sex born_on nationality kind cipher blind last4 phone_cipher phone_blind phone_last4 registered_on "
    "hired_on occupation wage at"
).split()

_FIND = """
UPDATE core_member c SET enterprise_id = e.id, establishment_id = s.id, commune_code = s.commune_code
FROM enterprises_enterprise e JOIN enterprises_establishment s ON s.enterprise_id = e.id AND s.is_head_office
WHERE e.nssf_number = c.nssf_number;
UPDATE core_member SET refused = 'enterprise_unknown' WHERE enterprise_id IS NULL AND nssf_number <> '';
UPDATE core_member c SET member_id = m.id, changed = (m.family_name_km, m.given_name_km, m.family_name_latin,
    m.given_name_latin, m.sex, m.born_on, m.nationality) IS DISTINCT FROM (c.family_name_km, c.given_name_km,
    c.family_name_latin, c.given_name_latin, c.sex, c.born_on, c.nationality)
FROM registration_member m WHERE m.member_number = c.member_number AND c.refused IS NULL;
UPDATE core_member c SET refused = 'id_conflict'
FROM registration_memberidentifier i
WHERE i.blind_index = c.blind AND i.kind <> 'phone' AND i.superseded_at IS NULL AND NOT i.disputed
  AND i.member_id IS DISTINCT FROM c.member_id AND c.refused IS NULL;
UPDATE core_member c SET refused = w.code FROM (
    SELECT row_no, CASE WHEN row_number() OVER (PARTITION BY member_number ORDER BY row_no) > 1
        THEN 'duplicate_in_file' WHEN blind IS NOT NULL AND row_number() OVER (PARTITION BY blind ORDER BY row_no) > 1
        THEN 'id_conflict' END AS code
    FROM core_member WHERE refused IS NULL) w
WHERE w.row_no = c.row_no AND w.code IS NOT NULL
"""
_FILL = """
INSERT INTO registration_member (id, member_number, family_name_km, given_name_km, family_name_latin, given_name_latin,
    key_km, key_latin, sex, born_on, born_precision, nationality, "group", plan_group, state, commune_code,
    registered_on, registered_at, channel)
SELECT id, member_number, family_name_km, given_name_km, family_name_latin, given_name_latin, key_km, key_latin, sex,
    born_on, 'day', nationality, 'employee', '1', CASE WHEN blind IS NULL THEN 'pending' ELSE 'active' END,
    coalesce(commune_code, ''), registered_on, at, 'core'
FROM core_member WHERE refused IS NULL AND member_id IS NULL;
UPDATE registration_member m SET family_name_km = c.family_name_km, given_name_km = c.given_name_km,
    family_name_latin = c.family_name_latin, given_name_latin = c.given_name_latin, key_km = c.key_km,
    key_latin = c.key_latin, sex = c.sex, born_on = c.born_on, nationality = c.nationality
FROM core_member c WHERE m.id = c.member_id AND c.changed AND c.refused IS NULL;
INSERT INTO registration_membername (key)
SELECT DISTINCT key FROM (SELECT key_km AS key FROM core_member UNION SELECT key_latin FROM core_member) k
WHERE key <> '' ON CONFLICT DO NOTHING;
INSERT INTO registration_memberidentifier
    (member_id, kind, ciphertext, blind_index, last_four, key_id, disputed, added_at)
SELECT c.id, v.kind, v.cipher, v.blind, v.last4, get_byte(v.cipher, 1) * 256 + get_byte(v.cipher, 2), false, c.at
FROM core_member c CROSS JOIN LATERAL (VALUES (c.kind, c.cipher, c.blind, c.last4),
    ('phone', c.phone_cipher, c.phone_blind, c.phone_last4)) AS v (kind, cipher, blind, last4)
WHERE v.cipher IS NOT NULL AND c.refused IS NULL AND c.member_id IS NULL;
INSERT INTO registration_employment (id, member_id, enterprise_id, establishment_id, commune_code, staff_number,
    occupation, department, wage, wage_currency, started_on, presence, channel, entered_at)
SELECT portal_uuid7(), c.id, c.enterprise_id, c.establishment_id, c.commune_code, '', c.occupation, '', c.wage, 'KHR',
    c.hired_on, 'working', 'core', c.at
FROM core_member c WHERE c.refused IS NULL AND c.member_id IS NULL AND c.enterprise_id IS NOT NULL
"""


class CorePerson(NamedTuple):
    """One row of the core system's file, understood; `problems` are (field, code) pairs and refuse the row."""

    row_no: int
    values: dict[str, Any]
    problems: list[tuple[str, str]]


def load_members(path: Path) -> dict[str, Any]:
    """Create and update; a second run of the same file changes nothing. Commits in blocks."""
    return load_people(read_people(path))


def load_people(found: Iterable[CorePerson]) -> dict[str, Any]:
    """The same for people who were read already (a delta of the core system)."""
    counts: Counter[str] = Counter()
    problems: list[dict[str, Any]] = []
    people: list[CorePerson] = []
    for person in found:
        counts["rows"] += 1
        if person.problems:
            problems += [_problem(person.row_no, field, code) for field, code in person.problems]
            counts["refused"] += 1
            continue
        people.append(person)
        if len(people) == BLOCK:
            problems += _load_block(people, counts)
            people = []
    problems += _load_block(people, counts)
    names = ("rows", "created", "updated", "unchanged", "refused")
    return {name: counts[name] for name in names} | {"problems": problems}


def read_people(path: Path) -> Iterator[CorePerson]:
    """Raises FileRefused."""
    for row_no, row in enumerate(read_rows(path, MEMBERS, MEMBER_NAMES), start=2):
        yield understand(row_no, {name: clean(value or "") for name, value in row.items() if name})


def understand(row_no: int, row: Mapping[str, str], required: Sequence[str] = MEMBERS) -> CorePerson:
    """One row's cells, cleaned already; without an employer (a delta) no employment is made."""
    problems = [(name, "required") for name in required if not row.get(name)]
    if not (row.get("family_name_km") or row.get("family_name_latin") or row.get("given_name_km")):
        problems.append(("family_name", "required"))
    problems += [(name, "too_long") for name, most in _LENGTHS.items() if len(row.get(name, "")) > most]
    values: dict[str, Any] = dict(row)
    for name in ("date_of_birth", "registered_on", "hired_on"):
        values[name] = _date(row.get(name, ""))
        if row.get(name) and values[name] is None:
            problems.append((name, "date_invalid"))
    if row.get("sex") and row["sex"] not in ("F", "M"):
        problems.append(("sex", "sex_invalid"))
    values["wage"] = _amount(row.get("wage", ""))
    if row.get("wage") and values["wage"] is None:
        problems.append(("wage", "wage_invalid"))
    values["phone"] = normalise_phone(row.get("phone", "")) or ""
    values["kind"], values["identity_number"] = _identity(row)
    if row.get("identity_number") and not values["identity_number"]:
        problems.append(("identity_number", "id_invalid"))
    return CorePerson(row_no, values, problems)


def _identity(row: Mapping[str, str]) -> tuple[str, str]:
    number = to_latin_digits(row.get("identity_number", "")).replace(" ", "").upper()
    khmer = (row.get("nationality") or "KH") == "KH"
    if khmer:
        return "khmer_id", number if number.isdecimal() and len(number) == 9 else ""
    return "passport", number if number.isalnum() and 6 <= len(number) <= 9 else ""


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < 10**12 else None


@transaction.atomic
def _load_block(people: list[CorePerson], counts: Counter[str]) -> list[dict[str, Any]]:
    if not people:
        return []
    with acting(by=None, action="register.load"), connection.cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.copy(f"COPY core_member ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
            copy.write("".join(_lines(people)))
        for statement in [*_FIND.split(";"), "ANALYZE core_member"]:
            cursor.execute(statement)
        cursor.execute("SELECT row_no, refused FROM core_member WHERE refused IS NOT NULL ORDER BY row_no")
        refused = cursor.fetchall()
        cursor.execute("SELECT count(*) FILTER (WHERE member_id IS NULL), count(*) FILTER (WHERE changed), "
                       "count(*) FILTER (WHERE NOT changed) FROM core_member WHERE refused IS NULL")  # fmt: skip
        created, updated, unchanged = cursor.fetchone()
        for statement in _FILL.split(";"):
            cursor.execute(statement)
        cursor.execute("DROP TABLE core_member")
    counts.update(created=created, updated=updated, unchanged=unchanged, refused=len(refused))
    return [_problem(row_no, _FIELD_OF[code], code) for row_no, code in refused]


def _lines(people: Iterable[CorePerson]) -> Iterator[str]:
    people = list(people)
    for key, person in zip(uuid7_batch(len(people)), people, strict=True):
        v = person.values
        aad = key.bytes
        country = v.get("nationality") or "KH"
        number, phone = v["identity_number"], v["phone"]
        names = [v.get(n, "") for n in ("family_name_km", "given_name_km", "family_name_latin", "given_name_latin")]
        at = min(timezone.make_aware(datetime.combine(v["registered_on"], time(8))), timezone.now())
        fields = [
            person.row_no, key, v["member_number"], v.get("nssf_number", ""), *names, name_key(*names[:2]),
            name_key(*names[2:]), v["sex"], v["date_of_birth"], country, v["kind"],
            _hex(encrypt(number.encode(), aad)) if number else None,
            identity_index(v["kind"], number, country) if number else None, number[-4:],
            _hex(encrypt(phone.encode(), aad)) if phone else None, phone_index(phone) if phone else None, phone[-4:],
            v["registered_on"], v.get("hired_on"), v.get("position", "")[:120], v["wage"], at.isoformat(),
        ]  # fmt: skip
        yield "\t".join("\\N" if f is None else f if _is_hex(f) else str(f).translate(_ESCAPES) for f in fields) + "\n"


class _Hex(str):
    """Bytes as COPY wants them; its backslash is already doubled."""


def _hex(value: bytes) -> str:
    return _Hex("\\\\x" + value.hex())


def _is_hex(value: object) -> bool:
    return isinstance(value, _Hex)


_FIELD_OF = {
    "enterprise_unknown": "nssf_number",
    "id_conflict": "identity_number",
    "duplicate_in_file": "member_number",
}


def _problem(row_no: int, field: str, code: str) -> dict[str, Any]:
    return {"row": row_no, "field": field, "code": code, "severity": "error", "message": message(code)}


def message(code: str) -> str:
    """What a problem's code means; KeyError for a code of another file."""
    sentences = {
        "required": _("This field is empty."),
        "too_long": _("This text is too long."),
        "date_invalid": _("This is not a date of the form year-month-day."),
        "sex_invalid": _("Write F or M."),
        "wage_invalid": _("This is not an amount."),
        "id_invalid": _("This is not an identity number of its kind."),
        "enterprise_unknown": _("No enterprise has this NSSF number: load the enterprises first."),
        "id_conflict": _("Another member holds this identity number."),
        "duplicate_in_file": _("This member number stands in the file more than once."),
    }
    return sentences[code]
