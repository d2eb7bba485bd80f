"""The demonstration's sign-ups for public events; everything in it is invented, numbers too."""

from datetime import timedelta

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from outreach.models import Activity, SignUp
from outreach.sample.keys import activity, key
from outreach.services import signing_up
from outreach.services.signing_up import Coming

_COMING = (
    Coming(people=2, name="សុខ ចាន់ថា (គំរូ)", phone="+85510000071", childcare=1),
    Coming(people=1, name="Chea Sreymom (sample)", phone="+85510000072", language="en", access_needs="Sign language"),
    Coming(people=4, name="ក្រុមអ្នកលក់ដូរ (គំរូ)", phone="+85510000073"),
    Coming(people=1, access_needs="ផ្លូវជម្រាលសម្រាប់រទេះរុញ"),
    Coming(people=3, name="ហេង ពិសិដ្ឋ (គំរូ)", phone="+85510000074", childcare=2),
)
_CAME = (
    Coming(people=2, name="កែវ សុភាព (គំរូ)", phone="+85510000075"),
    Coming(people=1, name="Ly Vannak (sample)", phone="+85510000076", language="en"),
    Coming(people=3, phone="+85510000077", access_needs="កៅអីជួរមុខ"),
)


def load(people: dict[str, User]) -> None:
    """Sign-ups for the workshop to come, one of them cancelled, and for the course of yesterday."""
    workshop, course = activity("workshop"), activity("course")
    for number, coming in enumerate(_COMING):
        signing_up.sign_up(workshop, submission_id=key(f"sign-up:workshop:{number}"), coming=coming)
    _of_employer(workshop, people.get("employer"))
    gone = Coming(people=2, name="ទេព សុវណ្ណ (គំរូ)", phone="+85510000078")
    signing_up.cancel(signing_up.sign_up(workshop, submission_id=key("sign-up:workshop:gone"), coming=gone))
    for number, coming in enumerate(_CAME):
        _as_it_was(course, f"sign-up:course:{number}", coming)


def _of_employer(workshop: Activity, employer: User | None) -> None:
    """The demonstration's employer sends two people of its own enterprise."""
    own = Enterprise.objects.represented_by(employer).order_by("pk").first() if employer else None
    coming = Coming(people=2, enterprise=own, user=employer, phone="+85510000079")
    signing_up.sign_up(workshop, submission_id=key("sign-up:workshop:employer"), coming=coming)


def _as_it_was(course: Activity, name: str, coming: Coming) -> None:
    """Written before the course was held; today nobody could sign up for it."""
    row = signing_up.keep(course, submission_id=key(name), coming=coming)
    agreed = {"consented_at": course.starts_at - timedelta(days=4), "reminded_at": course.starts_at - timedelta(days=1)}
    SignUp.objects.filter(pk=row.pk).update(**agreed)
