"""How many people came. The rule, in this one place:

1. Who scanned the code at the door or stands on the desk's list is one person; struck lines are nobody.
2. A head count says how many of a group stood there, all of them: also who scanned or stands on the list. So it
   adds only those heads that are above the people of that group known one by one.
3. Who did not say a group may be any of the heads: they are taken off the heads of all groups before any is added.
4. A head count without a group is of the whole room: it adds only what is above everything else together.
5. What people said of their own sex stands. Of the heads added, each sex counts what it has above the people known;
   where that is too many (people who did not say their sex), who was counted without a sex goes first, then the
   sex with more.

So nobody is added twice; the total is never more than what was seen, and each way of counting is shown as itself."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, QuerySet

from outreach.enums import CountedHow, Gender, TargetGroup
from outreach.models import Activity, Attendance, HeadCount

SEXES = (Gender.FEMALE, Gender.MALE, Gender.NOT_STATED)
WHOLE_ROOM = ("", TargetGroup.PUBLIC)


def _nobody_by_how() -> dict[str, int]:
    return {"door": 0, "desk": 0, "heads": 0}


@dataclass(frozen=True)
class People:
    """Who came, by sex and by the way of counting; both add up to the total."""

    women: int = 0
    men: int = 0
    not_stated: int = 0
    by_how: dict[str, int] = field(default_factory=_nobody_by_how)

    @property
    def total(self) -> int:
        return self.women + self.men + self.not_stated


NOBODY = People()


class Counted(dict[UUID, People]):
    """People by activity; an activity where nobody was counted has nobody."""

    def __missing__(self, key: UUID) -> People:
        return NOBODY


def people(activity: Activity) -> People:
    """Who came to one activity."""
    return of_activities([activity])[activity.pk]


def of_activities(activities: QuerySet[Activity] | Iterable[Activity]) -> Counted:
    """Who came to each of these, in two queries however many there are."""
    is_open = isinstance(activities, QuerySet) and not activities.query.is_sliced
    within = activities.order_by().values("pk") if is_open else [activity.pk for activity in activities]
    lines, heads = _one_by_one(within), _heads(within)
    return Counted({pk: _together(lines[pk], heads[pk]) for pk in {*lines, *heads}})


def _one_by_one(within: object) -> Mapping[UUID, Counter[tuple[str, str, str]]]:
    """Lines in force by activity: how, group and sex."""
    found: dict[UUID, Counter[tuple[str, str, str]]] = defaultdict(Counter)
    lines = Attendance.objects.filter(activity__in=within, struck_at__isnull=True).order_by()  # type: ignore[misc]
    for pk, how, group, sex, count in lines.values_list("activity", "how", "group", "gender").annotate(n=Count("pk")):
        found[pk][how, _group(group), sex] += count
    return found


def _heads(within: object) -> Mapping[UUID, dict[str, Counter[str]]]:
    """Head counts in force by activity and group, each by sex."""
    found: dict[UUID, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    counts = HeadCount.objects.filter(activity__in=within, replaced_at__isnull=True)  # type: ignore[misc]
    for pk, group, *sexes in counts.order_by().values_list("activity", "group", "women", "men", "not_stated"):
        found[pk][_group(group)].update(dict(zip(SEXES, sexes, strict=True)))
    return found


def _group(group: str) -> str:
    return "" if group in WHOLE_ROOM else group


def _together(lines: Counter[tuple[str, str, str]], heads: Mapping[str, Counter[str]]) -> People:
    sexes, by_how = _sexes(lines), _nobody_by_how()
    for (how, _of, _sex), count in lines.items():
        by_how[how] += count
    added = _groups(lines, heads)
    if "" in heads:
        added += _above(heads[""], sexes + added)
    by_how[CountedHow.HEADS] += added.total()
    women, men, not_stated = ((sexes + added)[sex] for sex in SEXES)
    return People(women, men, not_stated, by_how)


def _groups(lines: Counter[tuple[str, str, str]], heads: Mapping[str, Counter[str]]) -> Counter[str]:
    """What the heads of named groups add to the people known one by one (rules 2 and 3)."""
    added: Counter[str] = Counter()
    for group, counted in heads.items():
        if group:
            added += _above(counted, _sexes(lines, group))
    return _above(added, _sexes(lines, ""))


def _sexes(lines: Counter[tuple[str, str, str]], group: str | None = None) -> Counter[str]:
    """People known one by one, by sex: of one group, or all."""
    found: Counter[str] = Counter()
    for (_how, of, sex), count in lines.items():
        if group is None or of == group:
            found[sex] += count
    return found


def _above(counted: Counter[str], known: Counter[str]) -> Counter[str]:
    """The heads that are not among the people known, by sex (rule 5)."""
    room = max(counted.total() - known.total(), 0)
    above = counted - known
    over = above.total() - room
    off = min(over, above[Gender.NOT_STATED])
    above[Gender.NOT_STATED] -= off
    return +_off_the_larger(above, over - off)


def _off_the_larger(above: Counter[str], over: int) -> Counter[str]:
    """Takes `over` off women and men: first the lead of the one, then from both in turn."""
    less, more = sorted((Gender.FEMALE, Gender.MALE), key=lambda sex: above[sex])
    lead = min(over, above[more] - above[less])
    above[more] -= lead
    rest = over - lead
    above[more] -= rest - rest // 2
    above[less] -= rest // 2
    return above
