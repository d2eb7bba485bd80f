"""The demonstration's attendance: the door, the desk and heads, each as what it is. Everything in it is invented."""

from dataclasses import dataclass
from datetime import timedelta

from nssf_portal.accounts.models import User
from outreach.enums import CountedHow, Gender, TargetGroup
from outreach.models import Activity, Attendance, HeadCount
from outreach.sample.keys import activity, key
from outreach.services import attending

F, M, N = Gender.FEMALE, Gender.MALE, Gender.NOT_STATED
G = TargetGroup
NAMES = ("សុខ ចាន់ដារា", "ចាន់ ស្រីនាង", "ហេង វិបុល", "កែវ សុភាព", "លី ម៉ារី", "ទេព ពិសិដ្ឋ")


@dataclass(frozen=True)
class Crowd:
    """People of one activity: telephones and lines by group as (women, men, not stated), and heads."""

    name: str
    door: dict[str, tuple[int, int, int]]
    desk: dict[str, tuple[int, int, int]]
    heads: dict[str, tuple[int, int, int]]


CROWDS = (
    Crowd("forum", {G.WORKERS: (14, 9, 2), G.EMPLOYERS: (6, 8, 1)}, {G.EMPLOYERS: (3, 4, 0)}, {G.WORKERS: (31, 22, 0)}),
    Crowd("on_site", {G.WORKERS: (22, 5, 0)}, {G.WORKERS: (6, 2, 0)}, {}),
    Crowd("outreach", {}, {}, {G.WORKERS: (48, 35, 4), G.SELF_EMPLOYED: (12, 9, 0)}),
    Crowd("school", {}, {}, {G.STUDENTS: (86, 79, 0)}),
    Crowd("training", {}, {G.OFFICIALS: (7, 9, 0)}, {}),
)
TAKES_DOOR = ("workshop", "competition", "course")


def load(people: dict[str, User]) -> None:
    """What took place was counted then; what comes has its poster; the course of yesterday is counted by its desk."""
    officer = people["outreach"]
    for crowd in CROWDS:
        _counted(crowd, officer)
    for name in TAKES_DOOR:
        _door(activity(name), officer)
    _names(activity("course"), officer)


def _counted(crowd: Crowd, officer: User) -> None:
    """Rows as they were written on the day: acts of today are refused for what is reported."""
    of = activity(crowd.name)
    lines = [
        *_lines(of, CountedHow.DOOR, crowd.door),
        *_lines(of, CountedHow.DESK, crowd.desk, written_by=officer),
    ]
    Attendance.objects.bulk_create(lines, ignore_conflicts=True)
    HeadCount.objects.bulk_create([_heads(of, *row, by=officer) for row in crowd.heads.items()], ignore_conflicts=True)


def _lines(
    of: Activity, how: CountedHow, groups: dict[str, tuple[int, int, int]], written_by: User | None = None
) -> list[Attendance]:
    sexes = [(group, sex) for group, row in groups.items() for sex in F * row[0] + M * row[1] + N * row[2]]
    return [
        Attendance(
            submission_id=key(f"came:{of.reference}:{how}:{number}"),
            activity=of,
            how=how,
            gender=sex,
            group=group,
            enterprise_id=of.enterprise_id,
            came_at=of.starts_at + timedelta(minutes=number),
            written_by=written_by,
        )
        for number, (group, sex) in enumerate(sexes)
    ]


def _heads(of: Activity, group: str, row: tuple[int, int, int], *, by: User) -> HeadCount:
    women, men, not_stated = row
    return HeadCount(
        submission_id=key(f"heads:{of.reference}:{group}"),
        activity=of,
        group=group,
        women=women,
        men=men,
        not_stated=not_stated,
        counted_at=of.starts_at + timedelta(minutes=30),
        counted_by=by,
    )


def _door(of: Activity, officer: User) -> None:
    if of.state in attending.COUNTS and not of.door_digest:
        attending.open_door(of, by=officer)


def _names(of: Activity, officer: User) -> None:
    """The desk's list with names, given with consent, and one line without."""
    if attending.why_not(of):
        return
    for number, name in enumerate(NAMES):
        person = attending.Person(
            gender=(M, F)[number % 2],
            group=G.EMPLOYERS if number < 3 else G.WORKERS,
            name=name,
            phone=f"+8551299900{number}",
            consent=True,
            childcare=number == 1,
        )
        attending.write(of, person, submission_id=key(f"desk:course:{number}"), by=officer)
    attending.write(of, attending.Person(), submission_id=key("desk:course:unnamed"), by=officer)
