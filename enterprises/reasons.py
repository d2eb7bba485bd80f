"""Why a record may be a unit, as an officer reads it: in words, for or against, with the points each reason gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from enterprises.services import matching
from nssf_portal.law.book import value_or


@dataclass(frozen=True)
class Reason:
    """One reason; `points` by the law book, None where they depend on how rare the value is."""

    text: str
    points: Decimal | None

    @property
    def speaks_for(self) -> bool | None:
        return None if self.points is None else self.points > 0

    @property
    def shown(self) -> str:
        """+28 or −16, with a real minus."""
        if self.points is None:
            return ""
        number = f"{abs(self.points):f}"
        number = number.rstrip("0").rstrip(".") if "." in number else number
        return f"+{number}" if self.points > 0 else f"\u2212{number}"


@dataclass(frozen=True)
class Lesson:
    """What officers found where the same reason stood."""

    text: str
    same: int
    total: int


def in_words(reasons: Sequence[str]) -> list[Reason]:
    return [Reason(matching.reason_text(code), _points(code)) for code in reasons]


def _points(code: str) -> Decimal | None:
    found = value_or(f"matching.registry.weight.{code.partition(':')[0]}", None)
    return None if found is None else Decimal(str(found))


def lessons(reasons: Sequence[str]) -> list[Lesson]:
    """Of the reasons of one candidate, those about which anybody decided before."""
    told = [Lesson(one.text, one.same, one.same + one.not_same) for one in matching.taught(reasons)]
    return [lesson for lesson in told if lesson.total]
