"""Two services behind the security server: the Ministry of Interior's identity check, and informal certificates.

The check knows the people of `people.IDENTITIES` and compares field by field. So that anybody invented on the spot can
be registered too, ID numbers that begin with 77 agree with whatever is said, with 76 the Latin given name differs, and
with 75 the birth date; 74 is answered with an error of the ministry's own. Everybody else is not known.
"""

import json
from typing import Any

from nssf_portal.doubles.http import Reply, Request
from nssf_portal.doubles.people import IDENTITIES, SampleIdentity

KYC = "CAMBODIA/GOV/MOI-DEV/CAMDIGIKEY_KYC/info"
INFORMAL = "CAMBODIA/GOV/CCDIE-DEV/CAM-IE/certificate-lookup"
AGREES, OTHER_SPELLING, OTHER_DATE, BROKEN = "77", "76", "75", "74"


def check_identity(request: Request) -> Reply:
    """Answer as open KYC 2.0 does: a score from 0 to 1 and the names of the fields that differ."""
    said = _json(request.body)
    number = str(said.get("idNumber") or "")
    if not number:
        return Reply.json({"error": 400, "message": "idNumber is needed", "data": None}, 400)
    if number.startswith(BROKEN):
        return Reply.json({"error": 5001, "message": "as asked", "data": None})
    wrong = _differing(number, said)
    score = 0.0 if "idNumber" in wrong else round(1 - len(wrong) / 7, 4)
    data = {"idNumber": number, "score": score, "incorrectFields": wrong}
    return Reply.json({"error": 0, "message": "Successfully", "data": data})


def _differing(number: str, said: dict[str, Any]) -> list[str]:
    by_rule = {AGREES: [], OTHER_SPELLING: ["firstNameEn"], OTHER_DATE: ["dob"]}
    if number[:2] in by_rule and len(number) == 9:
        return by_rule[number[:2]]
    known = next((known for known in IDENTITIES if known.person.id_number == number), None)
    if known is None:
        return ["idNumber"]
    return [name for name, true in _fields(known).items() if name in said and _bare(said[name]) != _bare(true)]


def _fields(known: SampleIdentity) -> dict[str, str]:
    who = known.person
    return {
        "firstNameKh": who.given_name_km,
        "lastNameKh": who.family_name_km,
        "firstNameEn": who.given_name_latin,
        "lastNameEn": who.family_name_latin,
        "gender": known.sex,
        "dob": known.born_on,
    }


def find_certificate(request: Request) -> Reply:
    """Answer with the certificate of this number; 404 when there is none."""
    number = _bare(_json(request.body).get("certificate_number"))
    if not number:
        return Reply.json({"message": "certificate_number is needed"}, 400)
    known = next((known for known in IDENTITIES if known.certificate == number), None)
    if known is None:
        return Reply.json({"message": "no such certificate"}, 404)
    return Reply.json({"certificate": _certificate(known)})


def _certificate(known: SampleIdentity) -> dict[str, str]:
    who = known.person
    return {
        "certificate_number": known.certificate,
        "last_name_kh": who.family_name_km,
        "first_name_kh": who.given_name_km,
        "last_name_en": who.family_name_latin,
        "first_name_en": who.given_name_latin,
        "id_number": who.id_number,
        "sector_code": known.sector,
        "occupation_code": known.occupation,
        "issued_date": known.certificate_from,
        "expired_date": known.certificate_to,
        "updated_at": known.certificate_from,
    }


def _bare(value: Any) -> str:
    return "".join(str(value or "").upper().split())


def _json(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
