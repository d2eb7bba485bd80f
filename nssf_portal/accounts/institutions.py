"""The institutions the operational plan names, and two trees of offices: the Fund's, and the labour ministry's."""

from nssf_portal.accounts.models import Institution, Office
from nssf_portal.places.models import Place

INSTITUTIONS = [
    ("NSSF", "បេឡាជាតិសន្តិសុខសង្គម", "National Social Security Fund"),
    ("MLVT", "ក្រសួងការងារ និងបណ្ដុះបណ្ដាលវិជ្ជាជីវៈ", "Ministry of Labour and Vocational Training"),
    ("MEF", "ក្រសួងសេដ្ឋកិច្ច និងហិរញ្ញវត្ថុ", "Ministry of Economy and Finance"),
    (
        "EFPC",
        "គណៈកម្មាធិការគោលនយោបាយសេដ្ឋកិច្ច និងហិរញ្ញវត្ថុ",
        "Economic and Financial Policy Committee",
    ),
    ("GDT", "អគ្គនាយកដ្ឋានពន្ធដារ", "General Department of Taxation"),
    ("MOC", "ក្រសួងពាណិជ្ជកម្ម", "Ministry of Commerce"),
    (
        "MISTI",
        "ក្រសួងឧស្សាហកម្ម វិទ្យាសាស្ត្រ បច្ចេកវិទ្យា និងនវានុវត្តន៍",
        "Ministry of Industry, Science, Technology and Innovation",
    ),
    (
        "CCDIE",
        "គណៈកម្មាធិការសម្របសម្រួលការអភិវឌ្ឍសេដ្ឋកិច្ចក្រៅប្រព័ន្ធ",
        "Coordinating Committee for the Development of the Informal Economy",
    ),
    ("MOI", "ក្រសួងមហាផ្ទៃ", "Ministry of Interior"),
    ("MOEYS", "ក្រសួងអប់រំ យុវជន និងកីឡា", "Ministry of Education, Youth and Sport"),
    (
        "MLMUPC",
        "ក្រសួងរៀបចំដែនដី នគរូបនីយកម្ម និងសំណង់",
        "Ministry of Land Management, Urban Planning and Construction",
    ),
    ("TSC", "មជ្ឈមណ្ឌលតេជោស្តាតអាប់", "Techo Startup Center"),
    ("SMEBANK", "ធនាគារសហគ្រាសធុនតូច និងមធ្យមកម្ពុជា", "SME Bank of Cambodia"),
    (
        "GS-NSPC",
        "អគ្គលេខាធិការដ្ឋានក្រុមប្រឹក្សាជាតិគាំពារសង្គម",
        "General Secretariat of the National Social Protection Council",
    ),
    ("ILO", "អង្គការអន្តរជាតិខាងការងារ", "International Labour Organization"),
    ("UNDP", "កម្មវិធីអភិវឌ្ឍន៍សហប្រជាជាតិ", "United Nations Development Programme"),
    ("OXFAM", "អង្គការ OXFAM", "Oxfam"),
    ("GIZ", "អង្គការ GIZ", "GIZ"),
    ("ASSOC", "សមាគម", "Associations"),
    ("UNIONS", "សហជីព", "Unions"),
    ("FEDS", "សហព័ន្ធ", "Federations"),
]
DISTRICTS = ("1201", "1202")


def seed_institutions(*codes: str) -> None:
    """Make the institutions that are missing (only these, where codes are given); names somebody changed stay."""
    wanted = [row for row in INSTITUTIONS if not codes or row[0] in codes]
    Institution.objects.bulk_create(
        [Institution(code=code, name_km=km, name_en=en) for code, km, en in wanted], ignore_conflicts=True
    )


def seed_offices() -> None:
    """Make each tree's HQ and an office in each province, and a few of the Fund's in districts; places come first."""
    head = _head(Office.Tree.NSSF, "ការិយាល័យកណ្ដាល ប.ស.ស.", "NSSF Headquarters")
    ministry = _head(Office.Tree.MLVT, "ក្រសួងការងារ និងបណ្ដុះបណ្ដាលវិជ្ជាជីវៈ", "Ministry of Labour and Vocational Training")
    for place in Place.objects.provinces():
        _branch(place, head)
        _department(place, ministry)
    for place in Place.objects.current().filter(code__in=DISTRICTS).order_by("code"):
        _branch(place, Office.objects.get(tree=Office.Tree.NSSF, code=place.code[:2]))


def _head(tree: str, name_km: str, name_en: str) -> Office:
    return Office.objects.get_or_create(tree=tree, code="HQ", defaults={"name_km": name_km, "name_en": name_en})[0]


def _branch(place: Place, parent: Office) -> None:
    names = {"name_km": f"សាខា ប.ស.ស. {place.name('km')}", "name_en": f"NSSF branch, {place.name('en')}"}
    Office.objects.get_or_create(tree=Office.Tree.NSSF, code=place.code, defaults=names | {"parent": parent})


def _department(place: Place, parent: Office) -> None:
    """The capital's or province's department of labour (Prakas 185 of 28 August 2008)."""
    names = {
        "name_km": f"មន្ទីរការងារ និងបណ្ដុះបណ្ដាលវិជ្ជាជីវៈ {place.name('km')}",
        "name_en": f"Department of Labour and Vocational Training, {place.name('en')}",
    }
    Office.objects.get_or_create(tree=Office.Tree.MLVT, code=place.code, defaults=names | {"parent": parent})
