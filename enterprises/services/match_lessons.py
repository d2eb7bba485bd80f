"""What people's decisions say of each reason, for those who set the points. Nothing changes by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from django.db import connection

from enterprises.matching.reasons import code_of, reason_text

_ENOUGH = 20  # decisions with a reason before anything is said of its points
_WORTH = 1.0  # a bit: less is chance


@dataclass(frozen=True)
class Taught:
    """How often people said the same, and not the same, where this reason stood."""

    reason: str
    same: int
    not_same: int

    @property
    def text(self) -> str:
        return reason_text(self.reason)


@dataclass(frozen=True)
class Lesson(Taught):
    """With what would move: "more" or "less" points than the law book gives, or "" when it fits or says too little."""

    suggestion: str


_COUNTS = """
SELECT reason, count(*) FILTER (WHERE verdict = 'same'), count(*) FILTER (WHERE verdict = 'not_same')
FROM (
    SELECT DISTINCT d.id, d.verdict, split_part(r, ':', 1) AS reason
    FROM enterprises_matchdecision d, unnest(d.reasons) AS r
    WHERE d.undone_at IS NULL AND d.verdict IN ('same', 'not_same')
) told
GROUP BY reason ORDER BY reason
"""
_TOTALS = """
SELECT count(*) FILTER (WHERE verdict = 'same'), count(*) FILTER (WHERE verdict = 'not_same')
FROM enterprises_matchdecision WHERE undone_at IS NULL
"""


def _counts() -> dict[str, tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        return {reason: (same, not_same) for reason, same, not_same in cursor.fetchall()}


def taught(reasons: Sequence[str]) -> list[Taught]:
    """What past decisions say of these reasons, in their order; one nobody decided by yet counts nothing."""
    counts = _counts()
    codes = dict.fromkeys(map(code_of, reasons))
    return [Taught(code, *counts.get(code, (0, 0))) for code in codes]


def lessons() -> list[Lesson]:
    """Every reason people decided by, with what its points would have to do to fit."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS)
        same, not_same = cursor.fetchone()
    usual = log2((same + 1) / (not_same + 1))
    return [Lesson(code, yes, no, _suggest(yes, no, usual)) for code, (yes, no) in _counts().items()]


def _suggest(same: int, not_same: int, usual: float) -> str:
    """Officers see the middle band only, where points put every pair at about even odds: a reason with which they
    say "the same" clearly more often than usual was given too few."""
    if same + not_same < _ENOUGH:
        return ""
    more = log2((same + 1) / (not_same + 1)) - usual
    if abs(more) < _WORTH:
        return ""
    return "more" if more > 0 else "less"
