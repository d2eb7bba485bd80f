"""One block of an incoming delta into the registers: kind by kind, what others point to first."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from enterprises import loading as enterprise_loading
from enterprises.enums import EnterpriseState
from enterprises.models import Enterprise
from enterprises.workflow import ENTERPRISE
from nssf_portal.identifiers.models import NumberBlock
from nssf_portal.khmer.cleaning import clean
from nssf_portal.khmer.dates import parse_date
from registration import loading
from registration.core import numbering
from registration.core.spells import take_employment
from registration.enums import Channel, MemberState
from registration.identity import identity_index
from registration.loading import CorePerson
from registration.models import CoreDelta, Member
from registration.workflow import MEMBER

Row = tuple[int, dict[str, str]]
Problem = dict[str, Any]
_REQUIRED = ("member_number", "sex", "date_of_birth", "registered_on")
_EMPLOYED = (*_REQUIRED, "hired_on", "wage")


class Block:
    """Counts and problems of a block while it is taken."""

    def __init__(self, delta: CoreDelta | None) -> None:
        self.delta = delta
        self.counts: Counter[str] = Counter()
        self.problems: list[Problem] = []

    def refuse(self, row: int, kind: str, field: str, code: str) -> None:
        self.counts["refused"] += 1
        self.note(row, kind, field, code, "error")

    def note(self, row: int, kind: str, field: str, code: str, severity: str) -> None:
        self.problems.append({"row": row, "kind": kind, "field": field[:24], "code": code, "severity": severity})


def take_block(rows: Sequence[Mapping[str, Any]], first: int, *, delta: CoreDelta | None) -> tuple[Counter, list]:
    """Counts, and problems with the row's number in its delta (1 is the first)."""
    block = Block(delta)
    by_kind: dict[str, list[Row]] = {kind: [] for kind in _TAKERS}
    for number, row in enumerate(rows, start=first):
        kind = _text(row.get("kind"))
        if kind not in by_kind:
            block.refuse(number, kind[:12], "kind", "kind_unknown")
            continue
        by_kind[kind].append((number, _cells(row)))
    for kind, take in _TAKERS.items():
        if by_kind[kind]:
            take(by_kind[kind], block)
    return block.counts, sorted(block.problems, key=lambda problem: problem["row"])


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): _text(value) for name, value in row.items()}


def _text(value: object) -> str:
    """Cleaned, without what no database keeps: the zero sign and halves of signs."""
    text = "" if value is None else str(value)
    return clean(text.encode("utf-8", "ignore").decode().replace("\x00", ""))


def _enterprises(rows: list[Row], block: Block) -> None:
    ours = numbering.OurBlocks(NumberBlock.Kind.ENTERPRISE)
    known = {
        e.nssf_number: e
        for e in Enterprise.objects.filter(nssf_number__in=[row.get("nssf_number", "") for _n, row in rows])
    }
    twice = _other_number_of([row for _n, row in rows])
    kept = []
    for number, row in rows:
        code = row.get("nssf_number", "")
        if code not in known and ours.hold(code):
            block.refuse(number, "enterprise", "nssf_number", "numbered_by_both")
        elif code in known and _another_enterprise(known[code], row):
            block.refuse(number, "enterprise", "nssf_number", "numbered_by_both")
        elif code not in known and row.get("tin") in twice:
            block.refuse(number, "enterprise", "tin", "two_numbers")
        else:
            kept.append((number, row))
    result = enterprise_loading.load_enterprises([row for _n, row in kept])
    _count(result, block)
    for problem in result["problems"]:
        number = kept[problem["row"] - enterprise_loading.FIRST_ROW][0]
        block.note(number, "enterprise", problem["field"], problem["code"], problem["severity"])
    _close(kept, block)


def _another_enterprise(held: Enterprise, row: Mapping[str, str]) -> bool:
    """A number that we gave stands there for a unit with another TIN and another name."""
    names = {held.name_km, held.name_latin} & {row.get("name_km", ""), row.get("name_latin", "")} - {""}
    other_tin = bool(held.tin and row.get("tin") and held.tin != row["tin"])
    return held.channel != Channel.CORE and other_tin and not names


def _other_number_of(rows: list[dict[str, str]]) -> set[str]:
    tins = {row["tin"] for row in rows if row.get("tin")}
    held = Enterprise.objects.filter(tin__in=tins, nssf_number__isnull=False).exclude(channel=Channel.CORE)
    return set(held.values_list("tin", flat=True))


def _close(rows: list[Row], block: Block) -> None:
    closed = {row["nssf_number"]: row for _n, row in rows if row.get("state") == EnterpriseState.CLOSED}
    for one in Enterprise.objects.filter(nssf_number__in=closed).order_by("pk"):
        day = parse_date(closed[str(one.nssf_number)].get("closed_on", ""), "dmy").value
        if day and ENTERPRISE.allows(one, "close"):
            ENTERPRISE.transition(one, "close", closed_on=day)


def _members(rows: list[Row], block: Block) -> None:
    people = [
        loading.understand(number, row, _EMPLOYED if row.get("nssf_number") else _REQUIRED) for number, row in rows
    ]
    known = numbering.members_by_number([row.get("member_number", "") for _n, row in rows])
    held = numbering.holders(filter(None, map(_index, people)))
    ours = numbering.OurBlocks(NumberBlock.Kind.MEMBER)
    kept = [person for person in people if not _refused_number(person, known, held, ours, block)]
    result = loading.load_people(kept)
    _count(result, block)
    for problem in result["problems"]:
        block.note(problem["row"], "member", problem["field"], problem["code"], problem["severity"])
    _end(kept, block)


def _index(person: CorePerson) -> object | None:
    number = person.values["identity_number"]
    country = person.values.get("nationality") or "KH"
    return identity_index(person.values["kind"], number, country) if number else None


def _refused_number(
    person: CorePerson,
    known: Mapping[str, Member],
    held: Mapping[object, Member],
    ours: numbering.OurBlocks,
    block: Block,
) -> bool:
    number = person.values.get("member_number", "")
    member, holder = known.get(number), held.get(_index(person))
    if member:
        if numbering.numbered_here(member) and numbering.another_person(member, person.values):
            block.refuse(person.row_no, "member", "member_number", "numbered_by_both")
            return True
        return False
    if ours.hold(number):
        block.refuse(person.row_no, "member", "member_number", "numbered_by_both")
        return True
    if number and holder and numbering.numbered_here(holder) and not person.problems:
        numbering.two_numbers(holder, number, delta=block.delta)
        block.refuse(person.row_no, "member", "member_number", "two_numbers")
        return True
    return False


def _end(people: list[CorePerson], block: Block) -> None:
    """The core system says that a membership ended, and when."""
    said = {p.values["member_number"]: p.values for p in people if p.values.get("state") == MemberState.ENDED}
    for member in Member.objects.filter(member_number__in=said, merged_into__isnull=True).order_by("pk"):
        day = parse_date(said[member.member_number].get("ended_on", ""), "dmy").value
        if day and MEMBER.allows(member, "end"):
            MEMBER.transition(member, "end", ended_on=day)


def _employments(rows: list[Row], block: Block) -> None:
    known = numbering.members_by_number([row.get("member_number", "") for _n, row in rows])
    employers = {
        e.nssf_number: e
        for e in Enterprise.objects.filter(nssf_number__in=[row.get("nssf_number", "") for _n, row in rows])
    }
    for number, row in rows:
        member, enterprise = known.get(row.get("member_number", "")), employers.get(row.get("nssf_number", ""))
        if member is None or enterprise is None:
            field, code = (
                ("member_number", "member_unknown") if member is None else ("nssf_number", "enterprise_unknown")
            )
            block.refuse(number, "employment", field, code)
            continue
        outcome = take_employment(member.merged_into or member, enterprise, row)
        if outcome in ("created", "updated", "unchanged"):
            block.counts[outcome] += 1
        else:
            field, _colon, code = outcome.partition(":")
            block.refuse(number, "employment", field, code)


def _merges(rows: list[Row], block: Block) -> None:
    """Two people of ours decide a merge, whatever the core system did: it becomes work, not a fact."""
    numbers = [row.get(name, "") for _n, row in rows for name in ("member_number", "merged_into")]
    known = numbering.members_by_number(numbers)
    for number, row in rows:
        other, survivor = known.get(row.get("member_number", "")), known.get(row.get("merged_into", ""))
        if survivor is None:
            block.refuse(number, "merge", "merged_into", "member_unknown")
        elif other is None or other.merged_into_id == survivor.pk:
            block.counts["unchanged"] += 1
        else:
            numbering.two_numbers(survivor, other.member_number, delta=block.delta)
            block.counts["updated"] += 1
            block.note(number, "merge", "member_number", "merge_waits", "review")


def _count(result: Mapping[str, Any], block: Block) -> None:
    block.counts.update({name: result[name] for name in ("created", "updated", "unchanged", "refused")})


_TAKERS: dict[str, Callable[[list[Row], Block], None]] = {
    "enterprise": _enterprises,
    "member": _members,
    "employment": _employments,
    "merge": _merges,
}


def message(code: str) -> str:
    """What a problem's code means, for people."""
    own = {
        "kind_unknown": _("A row is an enterprise, a member, an employment or a merge."),
        "numbered_by_both": _("This number stands for somebody else here, or is of a block reserved for this portal."),
        "two_numbers": _("This person or unit has another number here: an officer looks at it."),
        "member_unknown": _("No member has this number."),
        "merge_waits": _("Two officers decide here whether these members are one person."),
        "reason_unknown": _("We do not know this reason for leaving."),
        "spells_overlap": _("This employment overlaps another one at the same place."),
        "ended_before_start": _("The last day is before the first day."),
        "place_unknown": _("The enterprise has no head office here."),
    }
    if code in own:
        return own[code]
    try:
        return loading.message(code)
    except KeyError:
        return enterprise_loading.message(code)
