"""Who can say something about an enterprise; sources are rows, so that an administrator can add one."""

from enterprises.models import Source

CORE = "core"
OWN_WORD = "enterprise"

_FIRST = {
    CORE: ("បញ្ជីរបស់ ប.ស.ស.", "NSSF's own register"),
    OWN_WORD: ("សហគ្រាសខ្លួនឯង", "The enterprise itself"),
    "obr": ("ប្រព័ន្ធចុះបញ្ជីអាជីវកម្មតាមអនឡាញ", "Online business registration"),
    "gdt": ("អគ្គនាយកដ្ឋានពន្ធដារ", "General Department of Taxation"),
    "moc": ("ក្រសួងពាណិជ្ជកម្ម", "Ministry of Commerce"),
    "mlvt": ("ក្រសួងការងារ និងបណ្ដុះបណ្ដាលវិជ្ជាជីវៈ", "Ministry of Labour and Vocational Training"),
    "misti": (
        "ក្រសួងឧស្សាហកម្ម វិទ្យាសាស្ត្រ បច្ចេកវិទ្យា និងនវានុវត្តន៍",
        "Ministry of Industry, Science, Technology and Innovation",
    ),
    "mot": ("ក្រសួងទេសចរណ៍", "Ministry of Tourism"),
    "mptc": ("ក្រសួងប្រៃសណីយ៍ និងទូរគមនាគមន៍", "Ministry of Post and Telecommunications"),
    "rpr": ("រដ្ឋបាលរាជធានី-ខេត្ត", "Capital and provincial administrations"),
    "mlmupc": (
        "ក្រសួងរៀបចំដែនដី នគរូបនីយកម្ម និងសំណង់",
        "Ministry of Land Management, Urban Planning and Construction",
    ),
    "one_window": ("ការិយាល័យច្រកចេញចូលតែមួយ", "One-window service offices"),
    "informal": ("ប្រព័ន្ធចុះបញ្ជីសេដ្ឋកិច្ចក្រៅប្រព័ន្ធ", "Registration of the informal economy"),
}


def source(code: str) -> Source:
    """The source's row, made at its first use."""
    name_km, name_en = _FIRST.get(code, (code.upper(), code.upper()))
    found, _made = Source.objects.get_or_create(code=code, defaults={"name_km": name_km, "name_en": name_en})
    return found


def fill_sources() -> None:
    """The sources the operational plan names; names an administrator has changed stay."""
    Source.objects.bulk_create(
        [Source(code=code, name_km=km, name_en=en) for code, (km, en) in _FIRST.items()], ignore_conflicts=True
    )
