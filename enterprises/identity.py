"""How a person's identity number is compared with the one a registry sends: by blind index, never by itself."""

import uuid

from enterprises.enums import IdentityKind
from enterprises.models import Claim, RegistryPerson, RegistryRecord
from nssf_portal.exchange.registries import Person, clean_number
from nssf_portal.identifiers.crypto import blind_index, encrypt
from nssf_portal.khmer.keys import name_key

KHMER_ID_DIGITS = 9


def bare(number: str) -> str:
    """A number without spaces and dashes, in Latin digits and capitals."""
    return "".join(sign for sign in clean_number(number) if sign.isalnum())


def index_of(number: str) -> uuid.UUID | None:
    """Registries do not say which kind a number is: nine digits are a Khmer ID card's, the rest any document's."""
    plain = bare(number)
    if not plain:
        return None
    is_card = plain.isdigit() and len(plain) == KHMER_ID_DIGITS
    return blind_index(IdentityKind.KHMER_ID if is_card else "document", plain)


def seal(claim: Claim, number: str) -> dict[str, object]:
    """The claim's identity columns; the ciphertext opens for this claim only."""
    plain = bare(number)
    return {
        "identity_cipher": encrypt(plain.encode(), claim.pk.bytes),
        "identity_blind": index_of(plain),
        "identity_last4": plain[-4:],
    }


def registry_person(record: RegistryRecord, person: Person) -> RegistryPerson:
    return RegistryPerson(
        record=record,
        role=person.role,
        key_km=name_key(person.family_name_km, person.given_name_km),
        key_latin=name_key(person.family_name_latin, person.given_name_latin),
        identity_blind=index_of(person.id_number),
    )


def is_same_person(claim: Claim, named: RegistryPerson) -> bool:
    """The number is the same, and so is the name in a script both have (spellings of one script may differ)."""
    if claim.identity_blind is None or claim.identity_blind != named.identity_blind:
        return False
    khmer, latin = claim.person_keys
    return bool((khmer and khmer == named.key_km) or (latin and latin == named.key_latin))
