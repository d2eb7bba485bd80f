"""Two of the studies that the plan asks for: one with its findings and a scheme tried out, one decided."""

from datetime import timedelta

from django.utils import timezone

from incentives.enums import FigureTable, SchemeKind, Size, StudyTopic
from incentives.models import IncentiveStudy, Simulation, StudyFigure
from incentives.sample.keys import SAMPLE, key, pass_days
from incentives.services import studies
from nssf_portal.accounts.models import Institution, User

_LOANS = "តើការប្រាក់ទាបប៉ុន្មានដែលសហគ្រាសមីក្រូ និងតូចអាចបង់បាន ហើយរដ្ឋចំណាយប៉ុន្មាន? (គំរូ)"
_LOANS_HOW = "រាប់សហគ្រាសតាមធុន ពីបញ្ជី រួចគណនាការចំណាយតាមតម្លៃក្នុងសៀវភៅច្បាប់ (គំរូ)។"
_LOANS_FOUND = "ការប្រាក់រួមចំណែកពាក់កណ្តាលឈានដល់សហគ្រាសមីក្រូ និងតូចភាគច្រើន។ តម្លៃជាការសន្មត ហើយត្រូវបញ្ជាក់ (គំរូ)។"
_INFORMAL = "តើយន្តការណាអាចឱ្យអ្នកធ្វើការឯករាជ្យតាមក្រុមអាទិភាពចូលរួម? (គំរូ)"
_INFORMAL_HOW = "រាប់សមាជិកដែលធ្វើការឯករាជ្យតាមក្រុមអាទិភាព (គំរូ)។"
_INFORMAL_FOUND = "ក្រុមភាគច្រើនមិនទាន់មានសមាជិកគ្រប់គ្រាន់ដើម្បីនិយាយអ្វីបានទេ (គំរូ)។"
_DECIDED = "សាកល្បងចុះបញ្ជិកាតាមរថយន្តចល័តក្នុងខេត្តពីរ រយៈពេលប្រាំមួយខែ (គំរូ)។"


def load(people: dict[str, User]) -> None:
    officer, chief = people["incentives"], people["incentives.chief"]
    _loans(officer)
    _informal(officer, chief)


def _loans(officer: User) -> None:
    """Findings are written; the decision waits for somebody else."""
    study = studies.open_study(
        by=officer, submission_id=key("study:loans"), topic=StudyTopic.INTEREST, question=_LOANS, method=_LOANS_HOW,
        institution=Institution.objects.get(code="SMEBANK"), due_on=timezone.localdate() + timedelta(days=40),
    )  # fmt: skip
    studies.keep_copy(study, FigureTable.SIZE, by=officer)
    scheme = Simulation(
        title="រដ្ឋបង់ពាក់កណ្តាលការប្រាក់ សហគ្រាសមីក្រូ និងតូច (គំរូ)", kind=SchemeKind.INTEREST, sizes=[Size.MICRO, Size.SMALL],
        only_good=False, months=12, share=50, amount=20_000_000, take_up=10, assumptions=SAMPLE,
        law_on=timezone.localdate(),
    )  # fmt: skip
    studies.simulate(study, scheme, by=officer, submission_id=key("study:loans:scheme"))
    studies.find(study, findings=_LOANS_FOUND, by=officer)
    _pass(study, 18)


def _informal(officer: User, chief: User) -> None:
    study = studies.open_study(
        by=officer, submission_id=key("study:informal"), topic=StudyTopic.INFORMAL, question=_INFORMAL,
        method=_INFORMAL_HOW,
    )  # fmt: skip
    studies.keep_copy(study, FigureTable.PRIORITY, by=officer)
    studies.keep_copy(study, FigureTable.SECTOR, by=officer)
    studies.find(study, findings=_INFORMAL_FOUND, by=officer)
    studies.decide(study, decision=_DECIDED, reference=SAMPLE, decided_on=timezone.localdate(), by=chief)
    _pass(study, 45)


def _pass(study: IncentiveStudy, days: int) -> None:
    figures, schemes = StudyFigure.objects.filter(study=study), Simulation.objects.filter(study=study)
    pass_days(days, IncentiveStudy.objects.filter(pk=study.pk), figures, schemes, but=("due_on",))
