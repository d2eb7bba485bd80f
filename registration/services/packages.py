"""What a family package would reach, bring in and cost: from the register, with every assumption named (plan 1.3)."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from registration.enums import InterestKind
from registration.models import FamilyPackage, Interest

# Families: active members who pay for themselves. Whom each would bring: the dependants the register knows.
_FAMILIES = """
SELECT m.province_code, count(*) AS families,
    sum(least(coalesce(d.children, 0), %(most)s)) AS children,
    sum(CASE WHEN %(spouse)s THEN coalesce(d.spouses, 0) ELSE 0 END) AS spouses
FROM registration_member m
LEFT JOIN (
    SELECT sponsor_id, count(*) FILTER (WHERE relation <> 'spouse') AS children,
        count(*) FILTER (WHERE relation = 'spouse') AS spouses
    FROM registration_dependency WHERE until IS NULL GROUP BY sponsor_id
) d ON d.sponsor_id = m.id
WHERE m.state = 'active' AND m.merged_into_id IS NULL AND m."group" IN ('self_employed', 'casual', 'owner')
GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True)
class Line:
    """One province. People covered counts the member, the spouse and the children that the package covers."""

    province_code: str
    families: int
    people: int
    joining: Decimal
    income: Decimal
    cost: Decimal

    @property
    def balance(self) -> Decimal:
        return self.income - self.cost


@dataclass(frozen=True)
class Simulation:
    lines: list[Line]
    interested: int

    @property
    def total(self) -> Line:
        joined = [sum((getattr(line, name) for line in self.lines), Decimal(0)) for name in ("joining", "income")]
        cost = sum((line.cost for line in self.lines), Decimal(0))
        families, people = sum(line.families for line in self.lines), sum(line.people for line in self.lines)
        return Line("", families, people, *joined, cost)


def simulate(package: FamilyPackage) -> Simulation:
    """A month, if `take_up` of 100 families joined; families of members the register does not know are not guessed."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILIES, {"most": package.most_children, "spouse": package.covers_spouse})
        rows = cursor.fetchall()
    interested = Interest.objects.filter(kind=InterestKind.FAMILY_PACKAGE).count()
    return Simulation([_line(package, *row) for row in rows], interested)


def _line(package: FamilyPackage, province: str, families: int, children: Decimal, spouses: Decimal) -> Line:
    share = Decimal(package.take_up) / 100
    people = families + int(children) + int(spouses)
    joining = (families * share).quantize(Decimal(1))
    covered = people * share
    return Line(
        province,
        families,
        people,
        joining,
        joining * package.monthly_amount,
        (covered * package.monthly_cost).quantize(Decimal(1)),
    )
