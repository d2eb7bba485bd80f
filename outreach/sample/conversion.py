"""The demonstration's registrations that activities brought, found by the nightly job; everything in it is invented."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.models import Identifier
from outreach.enums import CountedHow, Gender, TargetGroup
from outreach.models import Activity, Attendance
from outreach.sample.keys import activity, key
from outreach.services import attributing, beginning, next_places
from registration.enums import ApplicantPath, ApplicationState, Channel, ConsentPurpose, NoIdentity
from registration.identity import phone_index
from registration.models import Application, Member
from registration.services import application_deciding as deciding
from registration.services import applications


@dataclass(frozen=True)
class Person:
    """Somebody who was at an activity and registered so many days after it."""

    name: str
    at: str
    days: int
    km: tuple[str, str]
    latin: tuple[str, str]
    sex: str
    born: date
    occupation: str
    on_the_spot: bool = False

    @property
    def phone(self) -> str:
        return f"+8551288800{self.name}"


PEOPLE = (
    Person("1", "forum", 4, ("ជា", "សុវណ្ណ"), ("CHEA", "SOVANN"), "M", date(1987, 3, 14), "Tailor shop"),
    Person("2", "forum", 11, ("នួន", "ស្រីរ័ត្ន"), ("NUON", "SREYROTH"), "F", date(1992, 7, 2), "Coffee stall"),
    Person("3", "forum", 29, ("ប៉ែន", "វាសនា"), ("PEN", "VEASNA"), "M", date(1979, 11, 23), "Repair shop"),
    Person("4", "on_site", 0, ("សេង", "ម៉ាលីស"), ("SENG", "MALIS"), "F", date(1995, 1, 19), "Canteen", True),
    Person("5", "on_site", 2, ("តាំង", "ដាវី"), ("TAING", "DAVY"), "F", date(1990, 9, 5), "Food stall", True),
    Person("6", "on_site", 6, ("ឃុន", "រតនា"), ("KHUN", "RATANA"), "M", date(1983, 5, 30), "Transport"),
)
WAITS = Person("7", "course", 0, ("ទូច", "សុជាតា"), ("TOUCH", "SOCHEATA"), "F", date(1998, 2, 8), "Hair salon", True)


def load(people: dict[str, User]) -> None:
    """Six who registered, one whose application waits, then what the clock does every night."""
    for person in PEOPLE:
        _registered(person, people["outreach"], people["clerk.phnompenh"])
    _asked(WAITS, activity(WAITS.at))
    attributing.run()
    next_places.refresh()


def _registered(person: Person, officer: User, clerk: User) -> None:
    of = activity(person.at)
    _came(person, of, officer)
    made = _asked(person, of)
    if made.work_item_id and made.state in (ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW):
        made = deciding.approve(made, by=clerk)
    if made.member_id:
        _as_it_was(made, timezone.localdate(of.starts_at) + timedelta(days=person.days), clerk)


def _came(person: Person, of: Activity, officer: User) -> None:
    """A line of the desk's list; the number's digest is what is left of it."""
    fields = {"gender": Gender.MALE if person.sex == "M" else Gender.FEMALE, "group": TargetGroup.SELF_EMPLOYED}
    left = {"phone_blind": phone_index(person.phone), "consented_at": of.starts_at, "came_at": of.starts_at}
    Attendance.objects.get_or_create(
        submission_id=key(f"conversion:came:{person.name}"),
        defaults={"activity": of, "how": CountedHow.DESK, "written_by": officer, **fields, **left},
    )


def _asked(person: Person, of: Activity) -> Application:
    """Through the same services as everybody's; the same person is the same application."""
    made = applications.start(
        path=ApplicantPath.OWNER, submission_id=key(f"conversion:{person.name}"), language="km",
        channel=Channel.ON_SITE if person.on_the_spot else Channel.WEB,
    )  # fmt: skip
    if person.on_the_spot:
        beginning.start_here(of, application=made)
    if made.submitted_at:
        return made
    names = dict(zip(("family_name_km", "given_name_km"), person.km, strict=True))
    names |= dict(zip(("family_name_latin", "given_name_latin"), person.latin, strict=True))
    facts = {"sex": person.sex, "born_on": person.born, "commune_code": "120101", "occupation": person.occupation}
    applications.save(made, step="person", fields_asked=8, no_identity=NoIdentity.LOST, **names, **facts)
    applications.give_number(made, Identifier.Kind.PHONE, person.phone)
    applications.consent(made, ConsentPurpose.IDENTITY_CHECK, given=True)
    return applications.submit(made)


def _as_it_was(made: Application, day: date, by: User) -> None:
    """Registered on the day of the story, not on the day on which the sample was loaded."""
    with acting(by=by, action="demo.days"):
        Member.objects.filter(pk=made.member_id).update(registered_on=day)
