"""The demonstration's lists of partners: one half called, one finished; everybody on them is invented."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from nssf_portal.accounts.models import Institution, User
from outreach.enums import PartnerRole
from outreach.models import Activity, ListedPerson, PersonList
from outreach.sample.keys import activity, key
from outreach.services import calling, listing, taking_part

_FAMILY = ("សុខ", "ចាន់", "កែវ", "លី", "អ៊ុំ", "ហេង", "ម៉ៅ")
_GIVEN = ("ដារ៉ា", "សុភា", "វណ្ណា", "ស្រីមុំ", "ពិសិដ្ឋ", "រតនា", "ចិន្ដា")
_HEAD = "គោត្តនាមនិងនាម,ភេទ,លេខទូរស័ព្ទ,ថ្ងៃយល់ព្រម"
_PATHS = ("self_employed", "casual", "employee")


def load(people: dict[str, User]) -> None:
    """The association brings people to the forum that was and to the workshop that comes."""
    officer, partner = people["outreach"], people["association"]
    workshop = activity("workshop")
    role = PartnerRole.MOBILISER
    taking_part.add_partner(workshop, by=officer, institution=_association(), role=role)
    _list(workshop, partner, "workshop", 14, start=100)
    coming = PersonList.objects.get(activity=workshop, institution=_association())
    _call(coming, officer, called=5, begun=2)


def _association() -> Institution:
    return Institution.objects.get(code="ASSOC")


def _list(of: Activity, by: User, name: str, many: int, *, start: int) -> listing.Outcome:
    agreed = timezone.localdate() - timedelta(days=4)
    rows = [
        f"{_FAMILY[n % 7]} {_GIVEN[(n + n // 7) % 7]},{'ស្រី' if n % 3 else 'ប្រុស'},015000{start + n},{agreed:%d/%m/%Y}"
        for n in range(many)
    ]
    file = SimpleUploadedFile("people.csv", "\n".join((_HEAD, *rows)).encode())
    return listing.take_list(of, institution=_association(), file=file, submission_id=key(f"list:{name}"), by=by)


def _call(of: PersonList, officer: User, *, called: int, begun: int) -> None:
    rows: list[Any] = list(ListedPerson.objects.filter(list=of).order_by("row"))
    for person in rows[:called]:
        calling.call(person, by=officer)
    for person, path in zip(rows[:begun], _PATHS, strict=False):
        calling.begin(person, path=path, language="km", by=officer)
