"""What institutions call their columns, in Khmer and English, and where a registry file's header row is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nssf_portal.reading.headings import IGNORE, Vocabulary
from nssf_portal.reading.sources import Sheet, SheetSource
from nssf_portal.reading.tables import HeaderFinder, date_orders

NAMES = ("name_km", "name_latin", "name")
PLACES = ("province", "district", "commune", "village")
DATES = ("opened_on", "closed_on", "as_of")
FIELDS = (
    "source_key",
    "certificate_number",
    *NAMES,
    "tin",
    "moc_number",
    "commune_code",
    *PLACES,
    "address",
    "phone",
    "sector",
    "activity",
    "declared_workers",
    "opened_on",
    "closed_on",
    "as_of",
    "parent_key",
)

_HEADINGS = {
    "source_key": """source key | source_key | key | record id | record no | record number | unit id | unit code
        | entity id | entity number | entity code | enterprise id | enterprise code | enterprise number | enterprise no
        | establishment id | establishment code | establishment number | establishment no | company id | company code
        | business id | business code | registry id | registry number | lacms id | lacms no | lacms number | lacms code
        | obr no | obr number | obr id | file number | file no | dossier no | dossier number | case number
        | លេខកូដសហគ្រាស | លេខសហគ្រាស | លេខសម្គាល់ | លេខសម្គាល់សហគ្រាស | លេខកូដ | កូដ | កូដសហគ្រាស | អត្តលេខសហគ្រាស
        | លេខកូដគ្រឹះស្ថាន | លេខសំណុំឯកសារ | លេខឯកសារ | លេខសំណុំរឿង""",
    "certificate_number": """certificate number | certificate no | cert no | certificate | licence number | licence no
        | license number | license no | licence | license | permit number | permit no | permit | patent number
        | patent no | authorisation number | authorization number | approval number | declaration number
        | one window certificate | one window number | owso no | owso number | opening declaration number
        | លេខវិញ្ញាបនបត្រ | វិញ្ញាបនបត្រលេខ | លេខអាជ្ញាប័ណ្ណ | អាជ្ញាប័ណ្ណលេខ | លេខអាជ្ញាបណ្ណ | អាជ្ញាបណ្ណលេខ
        | លេខលិខិតអនុញ្ញាត | លិខិតអនុញ្ញាតលេខ | លេខប័ណ្ណប៉ាតង់ | លេខប៉ាតង់ | លេខប្រកាសបើក | លេខលិខិតប្រកាសបើកសហគ្រាស
        | លេខប័ណ្ណ""",
    "name_km": """name_km | name km | khmer name | name in khmer | company name khmer | company name in khmer
        | business name khmer | enterprise name khmer | trade name khmer | ឈ្មោះជាភាសាខ្មែរ | ឈ្មោះខ្មែរ
        | ឈ្មោះជាអក្សរខ្មែរ | ឈ្មោះសហគ្រាសជាភាសាខ្មែរ | ឈ្មោះសហគ្រាសជាអក្សរខ្មែរ | ឈ្មោះក្រុមហ៊ុនជាភាសាខ្មែរ
        | ឈ្មោះក្រុមហ៊ុនខ្មែរ | នាមករណ៍ជាភាសាខ្មែរ | នាមករណ៍ខ្មែរ""",
    "name_latin": """name_latin | name latin | name_en | name en | latin name | english name | name in latin
        | name in english | company name english | company name latin | company name in english
        | business name english | enterprise name english | trade name english | ឈ្មោះឡាតាំង | ឈ្មោះជាអក្សរឡាតាំង
        | ឈ្មោះជាភាសាអង់គ្លេស | ឈ្មោះអង់គ្លេស | ឈ្មោះសហគ្រាសជាអក្សរឡាតាំង | ឈ្មោះក្រុមហ៊ុនជាអក្សរឡាតាំង
        | ឈ្មោះក្រុមហ៊ុនឡាតាំង | នាមករណ៍ជាអក្សរឡាតាំង | នាមករណ៍ឡាតាំង | អក្សរឡាតាំង""",
    "name": """name | company name | company | business name | business | enterprise name | enterprise
        | establishment name | establishment | trade name | trading name | legal name | registered name | entity name
        | name of enterprise | name of establishment | name of business | name of company | shop name | hotel name
        | factory name | project name | ឈ្មោះ | ឈ្មោះសហគ្រាស | ឈ្មោះក្រុមហ៊ុន | ឈ្មោះគ្រឹះស្ថាន
        | ឈ្មោះសហគ្រាសគ្រឹះស្ថាន | ឈ្មោះសហគ្រាស/គ្រឹះស្ថាន | ឈ្មោះអាជីវកម្ម | ឈ្មោះហាង | ឈ្មោះរោងចក្រ | ឈ្មោះសណ្ឋាគារ
        | ឈ្មោះការដ្ឋាន | នាមករណ៍ | ឈ្មោះពាណិជ្ជកម្ម | ឈ្មោះយីហោ | យីហោ | សហគ្រាស | ក្រុមហ៊ុន""",
    "tin": """tin | tax id | tax identification number | tax number | tax no | vat tin | vat number | vat no
        | taxpayer number | taxpayer id | taxpayer identification number | tin number | tin no
        | លេខអត្តសញ្ញាណកម្មសារពើពន្ធ | អត្តសញ្ញាណកម្មសារពើពន្ធ | លេខអត្តសញ្ញាណសារពើពន្ធ | លេខសារពើពន្ធ | លេខអ.ស.ព
        | លេខពន្ធដារ""",
    "moc_number": """moc_number | moc number | moc no | moc registration number | commercial registration number
        | commercial registration no | commercial registration | company registration number
        | company registration no | business registration number | business registration no | registration number
        | registration no | registration no. | reg no | reg number | single identification number
        | លេខចុះបញ្ជីពាណិជ្ជកម្ម | លេខបញ្ជីពាណិជ្ជកម្ម | លេខចុះបញ្ជី | លេខចុះបញ្ជីអាជីវកម្ម | បញ្ជីពាណិជ្ជកម្មលេខ""",
    "commune_code": """commune_code | commune code | commune id | place code | geo code | geocode | area code
        | location code | village code | លេខកូដឃុំ | កូដឃុំ | លេខកូដឃុំសង្កាត់ | លេខកូដឃុំ/សង្កាត់ | កូដឃុំសង្កាត់ | កូដឃុំ/សង្កាត់
        | លេខកូដភូមិ | កូដភូមិ | លេខកូដទីតាំង""",
    "province": """province | capital/province | province/capital | province city | city/province | city | ខេត្ត
        | រាជធានីខេត្ត | រាជធានី/ខេត្ត | រាជធានី-ខេត្ត | ខេត្ត/រាជធានី | ខេត្តរាជធានី | ខេត្ត-ក្រុង""",
    "district": """district | khan | district/khan | city/district/khan | srok | municipality | ស្រុក | ខណ្ឌ | ក្រុងស្រុកខណ្ឌ
        | ស្រុក/ខណ្ឌ | ក្រុង/ស្រុក/ខណ្ឌ | ក្រុង-ស្រុក-ខណ្ឌ | ខណ្ឌ/ស្រុក | ស្រុកខណ្ឌ""",
    "commune": """commune | sangkat | commune/sangkat | sangkat/commune | khum | ឃុំ | សង្កាត់ | ឃុំសង្កាត់ | ឃុំ/សង្កាត់
        | ឃុំ-សង្កាត់ | សង្កាត់/ឃុំ""",
    "village": "village | phum | ភូមិ",
    "address": """address | business address | street address | full address | location | office address
        | place of business | headquarters address | registered address | house no | street
        | អាសយដ្ឋាន | អាស័យដ្ឋាន | ទីតាំង | ទីកន្លែង
        | អាសយដ្ឋានសហគ្រាស | អាសយដ្ឋានអាជីវកម្ម | ទីតាំងអាជីវកម្ម | ទីស្នាក់ការ""",
    "phone": """phone | phone no | phone number | telephone | telephone no | telephone number | tel | tel no | mobile
        | mobile no | mobile number | mobile phone | contact | contact no | contact number | contact phone | hp
        | លេខទូរស័ព្ទ | ទូរស័ព្ទ | ទូរសព្ទ | លេខទូរសព្ទ | លេខទំនាក់ទំនង""",
    "sector": """sector | sector code | isic | isic section | isic code | industry code | section | វិស័យ | កូដវិស័យ
        | លេខកូដវិស័យ""",
    "activity": """activity | activities | main activity | business activity | business activities | type of business
        | business type | business objective | business objectives | industry | kind of business | nature of business
        | economic activity | principal activity | product | products | service type | hotel class | type of service
        | សកម្មភាព | សកម្មភាពអាជីវកម្ម | សកម្មភាពសេដ្ឋកិច្ច | ប្រភេទអាជីវកម្ម | ប្រភេទសហគ្រាស | មុខរបរ | គោលបំណងអាជីវកម្ម
        | សកម្មភាពចម្បង | ប្រភេទសេវាកម្ម | ប្រភេទសេវា | ប្រភេទ | ផលិតផល""",
    "declared_workers": """declared_workers | declared workers | workers | number of workers | no of workers | employees
        | number of employees | no of employees | total employees | total workers | staff | number of staff
        | total staff | headcount | workforce | ចំនួនកម្មករ | ចំនួនកម្មករនិយោជិត | ចំនួននិយោជិត | ចំនួនបុគ្គលិក | កម្មករសរុប
        | បុគ្គលិកសរុប | ចំនួនបុគ្គលិកសរុប | ចំនួនកម្មករសរុប | កម្លាំងពលកម្ម""",
    "opened_on": """opened_on | opened on | opening date | date of opening | date opened | open date | start date
        | date of registration | registration date | registered on | incorporation date | date of incorporation
        | established on | date established | issue date | issued on | date of issue | licence date | license date
        | date started | ថ្ងៃបើក | ថ្ងៃបើកអាជីវកម្ម | ថ្ងៃបើកសហគ្រាស | កាលបរិច្ឆេទបើក | កាលបរិច្ឆេទបើកអាជីវកម្ម
        | កាលបរិច្ឆេទបើកសហគ្រាស | កាលបរិច្ឆេទចុះបញ្ជី | ថ្ងៃចុះបញ្ជី | ថ្ងៃខែឆ្នាំចុះបញ្ជី | ថ្ងៃខែឆ្នាំបើក | កាលបរិច្ឆេទចេញ
        | ថ្ងៃចេញ | ថ្ងៃចេញវិញ្ញាបនបត្រ | ថ្ងៃបង្កើត""",
    "closed_on": """closed_on | closed on | closing date | date of closing | date closed | closure date
        | date of closure | dissolution date | end date | ceased on | ថ្ងៃបិទ | កាលបរិច្ឆេទបិទ | ថ្ងៃបិទអាជីវកម្ម | ថ្ងៃរំលាយ
        | កាលបរិច្ឆេទរំលាយ""",
    "as_of": """as_of | as of | data as of | updated on | last update | last updated | date of data | date updated
        | last modified | update date | status date | គិតត្រឹម | គិតត្រឹមថ្ងៃទី | ថ្ងៃធ្វើបច្ចុប្បន្នភាព | កាលបរិច្ឆេទទិន្នន័យ
        | ធ្វើបច្ចុប្បន្នភាព""",
    "parent_key": """parent_key | parent key | head office key | head office id | head office number | head office code
        | headquarters id | parent company id | parent id | main office id | branch of | លេខទីស្នាក់ការកណ្តាល
        | លេខទីស្នាក់ការកណ្ដាល | លេខក្រុមហ៊ុនមេ | សាខារបស់""",
    IGNORE: """ល.រ | លរ | ល.រ. | លេខរៀង | no | no. | n° | nº | # | s/n | sn | sr | sr no | serial | serial no | item
        | index | seq | row | line no | remark | remarks | note | notes | comment | comments | ផ្សេងៗ | កំណត់សម្គាល់
        | owner | owner name | name of owner | owner's name | proprietor | director | director name | contact person
        | manager | representative | sex | gender | nationality | email | e-mail | website | status | expiry date
        | valid until | ឈ្មោះម្ចាស់ | ម្ចាស់ | ឈ្មោះម្ចាស់សហគ្រាស | ម្ចាស់សហគ្រាស | ឈ្មោះម្ចាស់អាជីវកម្ម | ឈ្មោះនាយក | នាយក
        | ឈ្មោះអ្នកតំណាង | អ្នកតំណាង | ភេទ | សញ្ជាតិ | ស្ថានភាព | អ៊ីមែល | ហត្ថលេខា | ថ្ងៃផុតកំណត់ | សុពលភាព""",
}  # people an institution names are left out of its lists: units are what we ask for

_NOISE = """kh khm khmer km en eng english latin roman required optional dd mm yyyy yy ddmmyyyy mmddyyyy yyyymmdd the
    of in letters letter script ខ្មែរ ឡាតាំង អង់គ្លេស""".split()
# A column about a person or about another day, whatever words follow.
_OTHERS = "owner director manager person expiry expired valid email ម្ចាស់ នាយក តំណាង ផុត សុពលភាព".split()
_TOO_COMMON = {"business", "establishment", "enterprise", "location", "industry", "products", "activity", "contact"}

VOCABULARY = Vocabulary(_HEADINGS, noise=_NOISE, others=_OTHERS, too_common=_TOO_COMMON)


def _fills(column: str) -> tuple[str, ...]:
    return ("name",) if column in NAMES else (column,)


FINDER = HeaderFinder(VOCABULARY, required=("name",), fills=_fills, repeatable=("name",), fewest=2)


@dataclass(slots=True)
class Layout:
    """What was learnt about a delivery's sheet: where its units start and which column is which."""

    sheet: Sheet
    header_row: int  # as a person counts; 0 when no header was found
    columns: dict[int, str]
    headings: dict[int, str]
    missing: list[str] = field(default_factory=list)
    date_orders: dict[int, str] = field(default_factory=dict)

    @property
    def used(self) -> dict[int, str]:
        return {index: name for index, name in self.columns.items() if name != IGNORE}


def read_layout(source: SheetSource, remembered: Mapping[str, str]) -> Layout:
    """The best sheet and its columns; `remembered` is what this source's headings mean: heading key -> field."""
    found = [(FINDER.best_header(sheet, remembered), sheet) for sheet in source.sheets]
    header, sheet = max(found, key=lambda pair: (pair[0].score, pair[1].visible))
    layout = Layout(sheet, header.row_no, header.columns, header.headings, missing_fields(header.columns.values()))
    dates = [index for index, name in layout.columns.items() if name in DATES]
    layout.date_orders = date_orders(sheet, header.row_no, dates)
    return layout


def missing_fields(columns: Iterable[str]) -> list[str]:
    """What a list of units cannot do without and no column gives: the name."""
    return FINDER.missing(columns)
