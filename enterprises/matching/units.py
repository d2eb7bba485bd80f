"""A unit as it is compared: a registry record or an enterprise, in plain values."""

from datetime import date
from uuid import UUID

from enterprises.matching.words import Name, name_of


def bare(number: str) -> str:
    """A number without its signs between, for comparing."""
    return number.upper() if number.isalnum() else "".join(filter(str.isalnum, number)).upper()


class Unit:
    """Slots only: a hundred thousand of them are held at once."""

    __slots__ = (
        "closed_on",
        "commune",
        "id",
        "key",
        "moc",
        "name",
        "opened_on",
        "phone",
        "sector",
        "source",
        "tin",
        "word_set",
        "workers",
    )

    def __init__(
        self,
        *,
        id: UUID | str,  # noqa: A002  (what it is)
        key_km: str = "",
        key_latin: str = "",
        tin: str = "",
        moc_number: str = "",
        commune_code: str = "",
        phone: str = "",
        sector: str = "",
        declared_workers: int | None = None,
        opened_on: date | None = None,
        closed_on: date | None = None,
        source: int = 0,
        key: str = "",
    ) -> None:
        self.id, self.source, self.key = id, source, key
        self.name: Name = name_of(key_km, key_latin)
        self.word_set = frozenset(self.name.words)
        self.tin = bare(tin)
        # Spreadsheets eat the first zero of a number that is all digits.
        self.moc = bare(moc_number).lstrip("0")
        self.commune, self.phone, self.sector = commune_code, phone, sector
        self.workers, self.opened_on, self.closed_on = declared_workers, opened_on, closed_on
