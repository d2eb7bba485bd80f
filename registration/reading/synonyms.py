"""What employers call their columns, in Khmer, English and some French: one list of headings for each field."""

from nssf_portal.reading.headings import IGNORE, Vocabulary

FIELDS = (
    "family_name",
    "given_name",
    "sex",
    "date_of_birth",
    "nationality",
    "identity_number",
    "hired_on",
    "wage",
    "phone",
    "position",
    "department",
    "staff_number",
    "member_number",
)
REQUIRED = ("family_name", "given_name", "sex", "date_of_birth", "identity_number", "hired_on", "wage")

NAME_FIELDS = frozenset(
    part + script for part in ("family_name", "given_name", "full_name") for script in ("", "_km", "_latin")
)
# Columns that name the kind of identity document; all of them fill identity_number.
IDENTITY_KINDS = {
    "khmer_id": "khmer_id",
    "kidc": "kidc",
    "passport": "passport",
    "work_permit": "work_permit",
    "birth_certificate": "birth_certificate",
    "family_book": "family_book",
    "residence_book": "residence_book",
}
WAGE_CURRENCIES = {"wage": None, "wage_khr": "KHR", "wage_usd": "USD"}

COLUMN_FIELDS = (
    NAME_FIELDS | IDENTITY_KINDS.keys() | WAGE_CURRENCIES.keys() | {"identity_kind", "wage_currency"} | set(FIELDS)
)

_HEADINGS = {
    "family_name": """គោត្តនាម | គោតនាម | គោត្តនាមខ្មែរ | គោត្តនាមជាភាសាខ្មែរ | នាមត្រកូល | ត្រកូល
        | family name | surname
        | last name | lastname | family | nom de famille | nom | name family | employee surname | sur name""",
    "family_name_latin": """គោត្តនាមឡាតាំង | គោតនាមឡាតាំង | គោត្តនាមជាអក្សរឡាតាំង | គោត្តនាមអង់គ្លេស | នាមត្រកូលឡាតាំង
        | គោត្តនាមអក្សរឡាតាំង""",
    "given_name": """នាម | នាមខ្លួន | នាមខ្មែរ | ឈ្មោះខ្លួន | given name | given names | first name
        | firstname | forename
        | given | prénom | first and middle name | name given""",
    "given_name_latin": """នាមឡាតាំង | នាមខ្លួនឡាតាំង | នាមជាអក្សរឡាតាំង | នាមអង់គ្លេស | នាមអក្សរឡាតាំង""",
    "full_name": """ឈ្មោះ | គោត្តនាមនិងនាម | គោត្តនាម នាម | នាមនិងគោត្តនាម | គោត្តនាម-នាម | ឈ្មោះពេញ
        | នាមត្រកូលនិងនាមខ្លួន
        | ឈ្មោះកម្មករ | ឈ្មោះកម្មករនិយោជិត | ឈ្មោះបុគ្គលិក | ឈ្មោះខ្មែរ | ឈ្មោះជាភាសាខ្មែរ | ឈ្មោះជាអក្សរខ្មែរ | name
        | full name | fullname | employee name | staff name | worker name | name of employee
        | name of worker | nom complet
        | nom et prénom | name and surname | employee full name | name of staff | employee | worker""",
    "full_name_latin": """ឈ្មោះឡាតាំង | ឈ្មោះជាអក្សរឡាតាំង | ឈ្មោះអង់គ្លេស | ឈ្មោះជាភាសាអង់គ្លេស | ឈ្មោះជាភាសាឡាតាំង
        | គោត្តនាមនិងនាមឡាតាំង
        | អក្សរឡាតាំង | ឡាតាំង""",
    "sex": "ភេទ | sex | gender | sexe | m/f | f/m | ប្រុស/ស្រី | ស្រី/ប្រុស",
    "date_of_birth": """ថ្ងៃខែឆ្នាំកំណើត | ថ្ងៃ ខែ ឆ្នាំ កំណើត | ថ្ងៃកំណើត | ឆ្នាំកំណើត | កាលបរិច្ឆេទកំណើត
        | ថ្ងៃ/ខែ/ឆ្នាំកំណើត
        | កាលបរិ.កំណើត | date of birth | birth date | birthdate | birthday | dob | d.o.b | born on | born
        | date de naissance | year of birth""",
    "nationality": "សញ្ជាតិ | nationality | citizenship | country | nationalité | nation | country of citizenship",
    "identity_number": """លេខអត្តសញ្ញាណ | លេខអត្តសញ្ញាណប័ណ្ណ ឬលិខិតឆ្លងដែន | លេខឯកសារអត្តសញ្ញាណ | identity number
        | identity no | id/passport/work permit | id card/passport/work permit
        | passport/id | passport or id | passport/id card | id number | id no | id | id card/passport
        | id or passport | id/passport | id / passport no
        | id/passport number | document number | identification number | identification no | identity document number
        | nid/passport | អត្តសញ្ញាណប័ណ្ណ/លិខិតឆ្លងដែន | numéro d'identité | id doc no | legal id""",
    "khmer_id": """អត្ត.ប្រជាពលរដ្ឋ | លេខអត្តសញ្ញាណប័ណ្ណ | អត្តសញ្ញាណប័ណ្ណ | លេខអត្តសញ្ញាណប័ណ្ណសញ្ជាតិខ្មែរ
        | អត្តសញ្ញាណប័ណ្ណសញ្ជាតិខ្មែរ | អត្តសញ្ញាណប័ណ្ណខ្មែរ | លេខអត្តសញ្ញាណប័ណ្ណខ្មែរ | លេខអត្ត.ប្រជាពលរដ្ឋ
        | អត្តសញ្ញាណប័ណ្ណប្រជាពលរដ្ឋ | លេខអត្ត.សញ្ជាតិខ្មែរ | national id | national id no | national id number | nid
        | nid no | nid number | khmer id | khmer id no | khmer id number | id card | id card no | id card number
        | national identity card | national identity number | khmer identity card | identity card
        | identity card number
        | identity card no | khmer id card | khmer identity card number | citizen id | cambodian id | cin
        | khmer id card number | national identification number""",
    "kidc": """kidc | khmer identification code | khmer identity code | khmer id code | kidc no | kidc number
        | លេខកូដអត្តសញ្ញាណខ្មែរ | លេខកូដសម្គាល់អត្តសញ្ញាណ | កូដអត្តសញ្ញាណ""",
    "passport": """លិខិតឆ្លងដែន | លេខលិខិតឆ្លងដែន | ប៉ាស្ព័រ | លេខប៉ាស្ព័រ | passport | passport no | passport number
        | passeport | passport id | passport/work permit | passport / work permit no""",
    "work_permit": """ប័ណ្ណការងារ | លេខប័ណ្ណការងារ | សៀវភៅការងារ | លេខសៀវភៅការងារ | ប័ណ្ណអនុញ្ញាតធ្វើការ
        | លេខប័ណ្ណអនុញ្ញាតធ្វើការ | work permit | work permit no | work permit number | labour permit | labor permit
        | permit no""",
    "birth_certificate": """សំបុត្រកំណើត | លេខសំបុត្រកំណើត | សំបុត្របញ្ជាក់កំណើត | birth certificate
        | birth certificate no
        | birth certificate number""",
    "family_book": "សៀវភៅគ្រួសារ | លេខសៀវភៅគ្រួសារ | family book | family book no | family book number",
    "residence_book": """សៀវភៅស្នាក់នៅ | លេខសៀវភៅស្នាក់នៅ | residence book | residence book no
        | residence book number""",
    "identity_kind": """ប្រភេទអត្តសញ្ញាណ | ប្រភេទឯកសារអត្តសញ្ញាណ | ប្រភេទឯកសារ | id type | identity type
        | document type
        | type of id | identity document | kind of id | id kind | identity kind | kind of document""",
    "hired_on": """កាលបរិ.ចូលធ្វើការ | កាលបរិច្ឆេទចូលធ្វើការ | ថ្ងៃចូលធ្វើការ | ថ្ងៃខែឆ្នាំចូលធ្វើការ
        | ថ្ងៃខែចូលធ្វើការ | ចូលធ្វើការ
        | កាលបរិច្ឆេទចូលបម្រើការងារ | ថ្ងៃចូលបម្រើការងារ | ថ្ងៃចាប់ផ្ដើមការងារ | ថ្ងៃចាប់ផ្ដើមធ្វើការ
        | date of hire | hire date
        | hired on | hired | date hired | hiring date | start date | starting date | join date | joining date
        | date of joining | date joined | joined | doj | employment date | date of employment
        | employment start date | start working date | date of start
        | date start | date employed | working since | start working | employment start | date start work
        | job start date
        | commencement date | date of entry | entry date | start of employment | started on | date started
        | work start date
        | date d'embauche | date of commencement""",
    "wage": """ប្រាក់បៀវត្ស | ប្រាក់ឈ្នួល | ប្រាក់ខែ | បៀវត្ស | ប្រាក់ឈ្នួលប្រចាំខែ | ប្រាក់ខែគោល
        | ប្រាក់ឈ្នួលគោល | ប្រាក់បៀវត្សគោល
        | ប្រាក់បៀវត្ស(រៀល/ដុល្លារ) | ប្រាក់បៀវត្ស(រៀល/ដុល្លា) | wage | wages | monthly wage | salary | monthly salary
        | basic salary | base salary | basic wage | base wage | gross salary | gross wage | gross pay
        | pay | monthly pay
        | gross | salaire | salary per month | wage per month | average wage | ប្រាក់ឈ្នួលមធ្យម
        | remuneration | basic pay""",
    "wage_currency": "រូបិយប័ណ្ណ | ប្រភេទប្រាក់ | currency | wage currency | salary currency",
    "phone": """លេខទូរស័ព្ទ | ទូរស័ព្ទ | ទូរសព្ទ | លេខទូរសព្ទ | លេខទូរសព្ទ័ | លេខទំនាក់ទំនង | phone
        | phone no | phone number
        | telephone | telephone no | telephone number | tel | tel no | mobile | mobile no | mobile number
        | mobile phone
        | contact | contact no | contact number | cell phone | cell | hand phone | téléphone | portable | hp""",
    "position": """តួនាទី | មុខងារ | តួនាទី/មុខងារ | មុខតំណែង | មុខរបរ | position | job title | title
        | occupation | job
        | role | designation
        | job position | post | fonction | poste | function""",
    "department": """ក្រុម | ផ្នែក | នាយកដ្ឋាន | ការិយាល័យ | department | dept | section | line | division
        | team | unit | group
        | department name | service | département""",
    "staff_number": """អត្ត.នៅសហគ្រាស | អត្តលេខ | អត្តលេខនៅសហគ្រាស | លេខបុគ្គលិក | អត្តសញ្ញាណនៅសហគ្រាស
        | លេខសម្គាល់បុគ្គលិក
        | អត្តលេខបុគ្គលិក | លេខកាត | លេខកាតបុគ្គលិក | staff id | staff no | staff number | employee id | employee no
        | employee number | emp id | emp no | emp code | employee code | badge | badge no | worker id
        | worker no | card no
        | payroll no | payroll number | staff code | matricule | empid | badge number | worker code""",
    "member_number": """លេខអត្ត.ប.ស.ស | លេខអត្តសញ្ញាណ ប.ស.ស. | លេខ ប.ស.ស. | អត្តលេខ ប.ស.ស. | លេខសមាជិក
        | លេខសមាជិក ប.ស.ស. | លេខប័ណ្ណសមាជិក | nssf no | nssf number | nssf id | nssf id no
        | nssf id number | nssf | nssf card no
        | nssf member number
        | nssf member no | nssf member id | member number | member no | social security number
        | social security no | ssn
        | លេខអត្តសញ្ញាណបេឡាជាតិសន្តិសុខសង្គម""",
    IGNORE: """ល.រ | លរ | ល.រ. | លេខរៀង | no | no. | n° | nº | # | s/n | sn | sr | sr no | serial
        | serial no | item | index
        | seq | row | line no | num | ផ្សេងៗ | remark | remarks | note | notes | comment | comments
        | signature | ហត្ថលេខា
        | ស្នាមមេដៃ | thumb print | what to do | what to correct | row in your file | អ្វីដែលត្រូវធ្វើ
        | ជួរក្នុងឯកសាររបស់អ្នក""",
}

# Words that change nothing about what a column is.
_NOISE = frozenset(
    """kh khm khmer km en eng english latin roman khr usd riel riels us dollar dollars required optional dd mm yyyy yy
    ddmmyyyy mmddyyyy yyyymmdd the of employee employees staff worker workers s
    per month his her mandatory local in letters
    letter characters script ខ្មែរ ឡាតាំង អង់គ្លេស រៀល ដុល្លារ ដុល្លា""".split()
)
# A column about somebody or something else, whatever words follow.
_OTHERS = (
    "father mother spouse wife husband child emergency guarantor company enterprise bank expiry"
    " expired expire issue issued place end resign termination contact person relative address ឪពុក ម្ដាយ ប្រពន្ធ"
    " ប្ដី កូន សហគ្រាស ផុត ចប់ ទីកន្លែង លាឈប់"
)


_TOO_COMMON = {"employee", "division", "position", "passport", "birthday", "function", "portable"}
VOCABULARY = Vocabulary(_HEADINGS, noise=_NOISE, others=_OTHERS.split(), too_common=_TOO_COMMON)

field_of, loosely_field_of = VOCABULARY.field_of, VOCABULARY.loosely_field_of
