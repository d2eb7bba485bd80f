"""Invented people who can sign in to the demonstration; their password is published, so nowhere else."""

from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from nssf_portal.accounts.institutions import seed_institutions, seed_offices
from nssf_portal.accounts.models import Institution, Office, RoleGrant, User
from nssf_portal.places.models import Place
from nssf_portal.places.services import load_places

PASSWORD = "demo-portal-2026"  # noqa: S105  (published on purpose: README, `make run`)


@dataclass(frozen=True)
class DemoSignIn:
    key: str
    role: str
    name: str
    email: str
    phone: str
    user_id: UUID
    password: str = PASSWORD


@dataclass(frozen=True)
class _Person:
    key: str
    name: str
    phone: str
    role: str = ""
    office: str = ""
    institution: str = ""
    tree: str = Office.Tree.NSSF

    @property
    def email(self) -> str:
        return f"{self.key}@demo.nssf.example"


PEOPLE = [
    _Person("employer", "ចាន់ សុភាព (Chan Sopheap)", "+85510000001"),
    _Person("clerk.phnompenh", "មាស ដារ៉ា (Meas Dara)", "+85510000002", "clerk", "12"),
    _Person("clerk.hq", "ទេព ស្រីមុំ (Tep Sreymom)", "+85510000003", "clerk", "HQ"),
    _Person("senior.hq", "កែវ វិសាល (Keo Visal)", "+85510000004", "senior_clerk", "HQ"),
    _Person("hotline", "នួន សុខា (Nuon Sokha)", "+85510000008", "hotline_agent", "HQ"),
    _Person("agent", "ហេង រស្មី (Heng Rasmey)", "+85510000009", "bank_agent", "12"),
    _Person("inspector", "សាន វណ្ណៈ (San Vannak)", "+85510000010", "inspector", "12"),
    _Person("chief", "ពេជ្រ សំណាង (Pich Samnang)", "+85510000014", "chief_inspector", "12"),
    _Person("chief.hq", "ឈុន សុធារី (Chhun Sotheary)", "+85510000017", "chief_inspector", "HQ"),
    _Person("labour", "ឡុង វាសនា (Long Veasna)", "+85510000015", "labour_inspector", "12", tree=Office.Tree.MLVT),
    _Person("commune", "យឹម សុភី (Yim Sophy)", "+85510000016", "local_authority", "1201", tree=Office.Tree.LOCAL),
    _Person("incentives", "ហុង ម៉ាលីស (Hong Malis)", "+85510000018", "incentives_officer", "HQ"),
    _Person("incentives.chief", "សេង វុទ្ធី (Seng Vuthy)", "+85510000019", "incentives_chief", "HQ"),
    _Person("juror", "នី សុគន្ធា (Ny Sokunthea)", "+85510000020", "juror", "HQ"),
    _Person("juror.two", "ឡាយ ប៊ុនធឿន (Lay Bunthoeun)", "+85510000021", "juror", "HQ"),
    _Person("juror.three", "ខៀវ សុវត្ថិ (Khiev Sovath)", "+85510000022", "juror", "HQ"),
    _Person("bank", "តាំង គឹមហៀង (Tang Kimheang)", "+85510000023", "incentive_partner", institution="SMEBANK"),
    _Person("outreach", "ប្រាក់ សុជាតា (Prak Socheata)", "+85510000024", "outreach_officer", "12"),
    _Person("outreach.chief", "វង្ស រិទ្ធី (Vong Rithy)", "+85510000025", "outreach_chief", "HQ"),
    _Person("association", "អ៊ិន សំអាត (In Samath)", "+85510000026", "outreach_partner", institution="ASSOC"),
    _Person("moeys", "ទូច ចាន់ណា (Touch Channa)", "+85510000027", "school_partner", institution="MOEYS"),
    _Person("complaints", "ឈឹម បុប្ផា (Chhim Bopha)", "+85510000011", "complaints_officer", "HQ"),
    _Person("worker", "សុខ ចាន់ធី (Sok Chanthy)", "+85510000012"),
    _Person("contact", "ជា សុវណ្ណារ៉ា (Chea Sovannara)", "+85510000013", "institution_contact", institution="MISTI"),
    _Person("analyst", "លី ចន្ថា (Ly Chantha)", "+85510000005", "analyst", "HQ"),
    _Person("approver", "ម៉ៅ វីរៈ (Mao Virak)", "+85510000028", "approver", "HQ"),
    _Person("minister", "នុត ចរិយា (Nuth Chariya)", "+85510000029", "council", "HQ"),
    _Person("fund", "អាត សំណាង (Art Samnang)", "+85510000030", "institution_contact", institution="NSSF"),
    _Person("security", "អ៊ុំ សុវណ្ណ (Um Sovann)", "+85510000006", "security_officer", "HQ"),
    _Person("administrator", "ប៉ែន រតនា (Pen Ratana)", "+85510000007", "administrator", "HQ"),
]

_OWN = {"worker": "member"}  # people without a role at the Fund


@transaction.atomic
def make_demo_people() -> list[DemoSignIn]:
    """Make offices, institutions and the demonstration's sign-ins; a second run changes nothing."""
    if not settings.DEMO:
        raise RuntimeError("Sample people with a published password are made in a demonstration only.")
    if not Place.objects.provinces().exists():
        load_places()
    seed_institutions()
    seed_offices()
    return [_sign_in(person) for person in PEOPLE]


def _sign_in(person: _Person) -> DemoSignIn:
    user = User.objects.filter(email=person.email).first() or User.objects.create_user(
        email=person.email, phone=person.phone, password=PASSWORD, name=person.name, phone_verified=True
    )
    EmailAddress.objects.get_or_create(user=user, email=person.email, defaults={"verified": True, "primary": True})
    if person.institution:
        institution = Institution.objects.get(code=person.institution)
        RoleGrant.objects.get_or_create(user=user, role=person.role, institution=institution, ended_at=None)
    elif person.role:
        RoleGrant.objects.get_or_create(user=user, role=person.role, office=_office(person), ended_at=None)
    return DemoSignIn(
        person.key, person.role or _OWN.get(person.key, "employer"), user.name, person.email, person.phone, user.pk
    )


def _office(person: _Person) -> Office:
    """The Fund's and the ministry's are there; a district's authority is made with its first person."""
    if person.tree != Office.Tree.LOCAL:
        return Office.objects.get(tree=person.tree, code=person.office)
    place = Place.objects.current().get(code=person.office)
    names = {"name_km": f"រដ្ឋបាល{place.name('km')}", "name_en": f"Administration of {place.name('en')}"}
    return Office.objects.get_or_create(tree=person.tree, code=person.office, defaults=names)[0]
