"""How a number in a roster or a form is compared, kept and shown."""

import re
import uuid

from nssf_portal.identifiers.crypto import blind_index
from nssf_portal.identifiers.models import Identifier
from nssf_portal.law.book import value_or

# Numbers of one country's documents may repeat another's; passports and work permits are told apart by nobody.
_FOREIGN = {Identifier.Kind.PASSPORT, Identifier.Kind.WORK_PERMIT}


def namespace(kind: str, nationality: str = "KH") -> str:
    """The name under which a kind's blind indexes are made."""
    return f"foreign:{nationality}" if kind in _FOREIGN else kind


def looks_right(kind: str, number: str) -> bool:
    """Whether a number, without spaces and hyphens, has the form of its kind as the law book has it."""
    return bool(re.match(str(value_or(f"identifier.{kind}.pattern", r"^[0-9A-Z/.-]{1,30}$")), number))


def identity_index(kind: str, value: str, nationality: str = "KH") -> uuid.UUID:
    return blind_index(namespace(kind, nationality), value)


def phone_index(value: str) -> uuid.UUID:
    return blind_index(Identifier.Kind.PHONE, value)
