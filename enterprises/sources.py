"""Who can say something about an enterprise; sources are rows, so that an administrator can add one."""

from typing import NamedTuple

from enterprises.enums import Way
from enterprises.models import Source
from nssf_portal.accounts.models import Institution

CORE = "core"
OWN_WORD = "enterprise"


class _First(NamedTuple):
    name_km: str
    name_en: str
    institution: str = ""
    way: str = Way.FILE
    rank: int = 50
    months_between: int | None = None


_FIRST = {
    OWN_WORD: _First("សហគ្រាសខ្លួនឯង", "The enterprise itself", way=Way.OWN, rank=10),
    CORE: _First("បញ្ជីរបស់ ប.ស.ស.", "NSSF's own register", way=Way.OWN, rank=20),
    "obr": _First("ប្រព័ន្ធចុះបញ្ជីអាជីវកម្មតាមអនឡាញ", "Online business registration", "MEF", Way.EXCHANGE, 30),
    "gdt": _First("អគ្គនាយកដ្ឋានពន្ធដារ", "General Department of Taxation", "GDT", Way.EXCHANGE, 31),
    "moc": _First("ក្រសួងពាណិជ្ជកម្ម", "Ministry of Commerce", "MOC", Way.EXCHANGE, 32),
    "mlvt": _First("ក្រសួងការងារ និងបណ្ដុះបណ្ដាលវិជ្ជាជីវៈ", "Ministry of Labour and Vocational Training", "MLVT", rank=40),
    "misti": _First(
        "ក្រសួងឧស្សាហកម្ម វិទ្យាសាស្ត្រ បច្ចេកវិទ្យា និងនវានុវត្តន៍",
        "Ministry of Industry, Science, Technology and Innovation",
        "MISTI",
    ),
    "mot": _First("ក្រសួងទេសចរណ៍", "Ministry of Tourism"),
    "mptc": _First("ក្រសួងប្រៃសណីយ៍ និងទូរគមនាគមន៍", "Ministry of Post and Telecommunications"),
    "rpr": _First("និយ័តករអាជីវកម្មអចលនវត្ថុ និងបញ្ចាំ", "Real Estate Business and Pawnshop Regulator"),
    "mlmupc": _First(
        "ក្រសួងរៀបចំដែនដី នគរូបនីយកម្ម និងសំណង់",
        "Ministry of Land Management, Urban Planning and Construction",
        "MLMUPC",
    ),
    "one_window": _First("ការិយាល័យច្រកចេញចូលតែមួយ", "One-window service offices", months_between=1),
    "informal": _First("ប្រព័ន្ធចុះបញ្ជីសេដ្ឋកិច្ចក្រៅប្រព័ន្ធ", "Registration of the informal economy", "CCDIE", Way.EXCHANGE),
}


def source(code: str) -> Source:
    """The source's row, made at its first use."""
    first = _FIRST.get(code, _First(code.upper(), code.upper()))
    found, _made = Source.objects.get_or_create(code=code, defaults=_columns(first))
    return found


def fill_sources() -> None:
    """The sources the operational plan names; names an administrator has changed stay."""
    rows = [Source(code=code, **_columns(first)) for code, first in _FIRST.items()]
    Source.objects.bulk_create(rows, ignore_conflicts=True)
    _name_institutions()


def _columns(first: _First) -> dict[str, object]:
    """All but the institution, which may not be there yet."""
    return {
        "name_km": first.name_km,
        "name_en": first.name_en,
        "way": first.way,
        "rank": first.rank,
        "months_between": first.months_between,
    }


def _name_institutions() -> None:
    """A source still without an institution gets the one the plan names, once that is on the list."""
    known = dict(Institution.objects.values_list("code", "pk"))
    for row in Source.objects.filter(institution=None):
        first = _FIRST.get(row.code)
        if first and first.institution in known:
            Source.objects.filter(pk=row.pk).update(institution=known[first.institution])
