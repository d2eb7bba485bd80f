"""The member's card: first values."""

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, NO_TEXT, Seed

VALUES: tuple[Seed, ...] = (
    Seed("card.validity", 12, Unit.MONTHS, HOUSE, False, note="At most 12: a printed card cannot be called back."),
    Seed("card.key.publication", 7, Unit.DAYS, HOUSE, False, note="A new key is public this long before it signs."),
    Seed(
        "card.revocation_list.valid",
        24,
        Unit.NONE,
        HOUSE,
        False,
        note="Hours; a verifier without a fresh list says how old its own is.",
    ),
    Seed("card.status.limit", 120, Unit.PER_HOUR, HOUSE, False, note="Live questions, per address of the asker."),
    *(
        Seed(f"card.schemes.{group}", codes, Unit.NONE, NO_TEXT, False, note="OR risk, HC health, PE pension.")
        for group, codes in (
            ("employee", "OR HC PE"),
            ("owner", ""),
            ("self_employed", "HC"),
            ("casual", "OR HC"),
            ("domestic", "OR HC"),
            ("family", ""),
            ("dependant", "HC"),
            ("public", ""),
        )
    ),
)
