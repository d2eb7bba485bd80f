"""Where one is in the row history: transaction, table, event. Nothing committed later slips in behind a cursor."""

from dataclasses import dataclass
from typing import Self

from django.db import connection
from django.utils.translation import gettext as _


class CursorRefused(Exception):
    """This is no cursor of ours, or of a database that is no longer there; `code` is for scripts."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True, order=True, slots=True)
class Cursor:
    """Everything up to and with this event was told."""

    txid: int = 0
    rank: int = 0
    event: int = 0

    def __str__(self) -> str:
        return f"{self.txid}-{self.rank}-{self.event}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Empty is the beginning. Raises CursorRefused."""
        if not text:
            return cls()
        parts = text.split("-")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts):
            raise CursorRefused("cursor_unknown", _("This is not a cursor that we gave out."))
        return cls(*map(int, parts))


def horizon() -> int:
    """Each transaction below this number has ended: what it wrote is seen, and it writes nothing more.

    Numbers are given when a transaction first writes, and it may commit long after a later one. Who reads up to the
    highest number that is visible loses the slow one; who stops below the oldest that is still open loses nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return cursor.fetchone()[0]
