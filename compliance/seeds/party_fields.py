"""What each kind of partner may see of a shared list. The plan asks for sharing; what exactly is to be confirmed.

Nobody's row holds a worker, a tip or who gave it: there is no such field."""

from compliance.enums import Party, SharedField
from compliance.models import PartyField

_PLAN = "Operational Plan 2024-2026, 3.1; the agreement between the institutions is to be confirmed"
F = SharedField
ROWS: dict[str, tuple[str, ...]] = {
    Party.LABOUR: (F.NAME, F.PLACE, F.ADDRESS, F.SECTOR, F.REGISTERED, F.SIZE, F.REASONS, F.VISITS),
    Party.SOCIAL_SECURITY: tuple(SharedField.values),
    Party.LOCAL: (F.NAME, F.PLACE, F.ADDRESS),
    Party.INSTITUTION: (F.NAME, F.PLACE, F.SECTOR, F.REGISTERED, F.NUMBERS),
}


def seed() -> None:
    """Adds the first rows where a partner has none; what an administrator took away stays away."""
    there = set(PartyField.objects.values_list("party", flat=True))
    PartyField.objects.bulk_create(
        [
            PartyField(party=party, field=field, source=_PLAN, confirmed=False)
            for party, fields in ROWS.items()
            if party not in there
            for field in fields
        ],
        ignore_conflicts=True,
    )
