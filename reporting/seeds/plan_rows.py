"""The thirteen rows of the plan's action table (appendix I) as adopted; the Khmer words are our working translation."""

from dataclasses import dataclass

_NSSF = ("NSSF",)
_OUTREACH = ("MISTI", "CCDIE", "GS-NSPC")  # "MISTI (CCDIE)": the ministry and its committee


@dataclass(frozen=True)
class Row:
    number: str
    first_year: int
    last_year: int
    lead: tuple[str, ...]
    support: tuple[str, ...]
    title_en: str
    title_km: str
    indicator_en: str
    indicator_km: str


ROWS = (
    Row(
        "1.1", 2024, 2025, _NSSF, (),
        "Update the online registration system by reducing unnecessary documents and procedures to streamline "
        "registration processes in the social security system.",
        "ធ្វើបច្ចុប្បន្នភាពប្រព័ន្ធចុះបញ្ជីតាមអនឡាញ ដោយកាត់បន្ថយឯកសារ និងនីតិវិធីមិនចាំបាច់ "
        "ដើម្បីសម្រួលដំណើរការចុះបញ្ជីក្នុងប្រព័ន្ធសន្តិសុខសង្គម។",
        "Updated registration system",
        "ប្រព័ន្ធចុះបញ្ជីត្រូវបានធ្វើបច្ចុប្បន្នភាព",
    ),
    Row(
        "1.2", 2024, 2025, _NSSF, (),
        "Increase registration accessibility through mobile registration units, on-site registration (including malls "
        "and institutional visits), and simplified biometric data collection and card distribution.",
        "បង្កើនភាពងាយស្រួលក្នុងការចុះបញ្ជី តាមរយៈក្រុមចុះបញ្ជីចល័ត ការចុះបញ្ជីដល់ទីកន្លែង "
        "(រួមទាំងផ្សារទំនើប និងការចុះទៅដល់ស្ថាប័ន) និងការសម្រួលការប្រមូលទិន្នន័យជីវមាត្រ និងការចែកប័ណ្ណ។",
        "Mechanisms to encourage member registration in the NSSF",
        "យន្តការលើកទឹកចិត្តឱ្យចុះបញ្ជីជាសមាជិក ប.ស.ស.",
    ),
    Row(
        "1.3", 2025, 2025, _NSSF, (),
        "Assess feasibility for family-based contribution packages to encourage self-employed individuals and other "
        "medium-income target groups to join the schemes.",
        "សិក្សាលទ្ធភាពនៃកញ្ចប់ភាគទានតាមគ្រួសារ ដើម្បីលើកទឹកចិត្តបុគ្គលស្វ័យនិយោជន៍ "
        "និងក្រុមគោលដៅដែលមានចំណូលមធ្យមផ្សេងទៀត ឱ្យចូលរួមក្នុងរបប។",
        "Mechanisms to encourage member registration in the NSSF",
        "យន្តការលើកទឹកចិត្តឱ្យចុះបញ្ជីជាសមាជិក ប.ស.ស.",
    ),
    Row(
        "1.4", 2025, 2026, ("MEF",), ("MLVT", "GS-NSPC", "NSSF", "MOC", "MISTI"),
        "Study the feasibility of implementing data-sharing and verification mechanisms with related ministries and "
        "institutions for enterprises/establishments registered before the CamDX system is operational.",
        "សិក្សាលទ្ធភាពនៃការអនុវត្តយន្តការចែករំលែក និងផ្ទៀងផ្ទាត់ទិន្នន័យ ជាមួយក្រសួង ស្ថាប័នពាក់ព័ន្ធ "
        "សម្រាប់សហគ្រាស គ្រឹះស្ថាន ដែលបានចុះបញ្ជីមុនពេលប្រព័ន្ធ CamDX ដំណើរការ។",
        "Data-sharing mechanisms",
        "យន្តការចែករំលែកទិន្នន័យ",
    ),
    Row(
        "1.5", 2025, 2026, ("MISTI", "CCDIE"), ("NSSF", "GS-NSPC"),
        "Study the feasibility to categorize the priority jobs of informal economy step by step to access to the "
        "Social Security benefits.",
        "សិក្សាលទ្ធភាពនៃការបែងចែកប្រភេទការងារអាទិភាពនៃសេដ្ឋកិច្ចក្រៅប្រព័ន្ធ ជាជំហានៗ "
        "ដើម្បីទទួលបានតាវកាលិកសន្តិសុខសង្គម។",
        "Study outcomes of the prioritized jobs of the informal economy has been identified.",
        "លទ្ធផលសិក្សាអំពីការងារអាទិភាពនៃសេដ្ឋកិច្ចក្រៅប្រព័ន្ធត្រូវបានកំណត់",
    ),
    Row(
        "2.1", 2025, 2026, _NSSF, (),
        "Organize an annual award program for enterprises and establishments with exemplary compliance with legal "
        "requirements.",
        "រៀបចំកម្មវិធីប្រគល់រង្វាន់ប្រចាំឆ្នាំ ជូនសហគ្រាស គ្រឹះស្ថាន ដែលអនុលោមតាមច្បាប់ជាគំរូ។",
        "Award program has been organized",
        "កម្មវិធីប្រគល់រង្វាន់ត្រូវបានរៀបចំ",
    ),
    Row(
        "2.2", 2024, 2025, _NSSF, ("GS-NSPC", "SMEBANK"),
        "Establish mechanisms to determine the types, levels, or sizes of fringe benefits or incentives for target "
        "groups, such as: studying the feasibility of setting interest rate limits for loans from SME banks; "
        "considering various social protection interventions during emergencies; examining the feasibility of "
        "providing other incentives; developing mechanisms to encourage and provide NSSF membership to informal "
        "workers across all sectors and types of businesses, 15 priority occupations, and jobs.",
        "បង្កើតយន្តការកំណត់ប្រភេទ កម្រិត ឬទំហំនៃអត្ថប្រយោជន៍បន្ថែម ឬការលើកទឹកចិត្តសម្រាប់ក្រុមគោលដៅ ដូចជា៖ "
        "សិក្សាលទ្ធភាពកំណត់កម្រិតអត្រាការប្រាក់នៃកម្ចីពីធនាគារសហគ្រាសធុនតូច និងមធ្យម; "
        "ពិចារណាអន្តរាគមន៍គាំពារសង្គមក្នុងពេលមានអាសន្ន; ពិនិត្យលទ្ធភាពផ្ដល់ការលើកទឹកចិត្តផ្សេងទៀត; "
        "រៀបចំយន្តការលើកទឹកចិត្ត និងផ្ដល់សមាជិកភាព ប.ស.ស. ដល់កម្មករក្រៅប្រព័ន្ធគ្រប់វិស័យ និងគ្រប់ប្រភេទអាជីវកម្ម "
        "មុខរបរ និងការងារអាទិភាពទាំង ១៥។",
        "Incentive mechanisms have been developed and implemented.",
        "យន្តការលើកទឹកចិត្តត្រូវបានរៀបចំ និងអនុវត្ត",
    ),
    Row(
        "3.1", 2024, 2025, ("MLVT",), ("NSSF", "MISTI", "MOC", "MOI", "MLMUPC"),
        "Develop mechanisms for cooperation between labor inspectors, social security inspectors, local authorities, "
        "and relevant institutions to identify target groups in order to promote the implementation of registration "
        "in the social security system.",
        "រៀបចំយន្តការសហការរវាងអធិការការងារ អធិការសន្តិសុខសង្គម អាជ្ញាធរមូលដ្ឋាន និងស្ថាប័នពាក់ព័ន្ធ "
        "ដើម្បីកំណត់ក្រុមគោលដៅ ក្នុងគោលបំណងជំរុញការចុះបញ្ជីក្នុងប្រព័ន្ធសន្តិសុខសង្គម។",
        "Cooperation mechanism between relevant parties to promote registration have been established and implemented",
        "យន្តការសហការរវាងភាគីពាក់ព័ន្ធ ដើម្បីជំរុញការចុះបញ្ជី ត្រូវបានបង្កើត និងអនុវត្ត",
    ),
    Row(
        "4.1", 2025, 2025, _NSSF, _OUTREACH,
        "Organize capacity-building courses and direct outreach at enterprise and establishment locations, with "
        "participation from relevant parties at both national and sub-national administrative levels.",
        "រៀបចំវគ្គពង្រឹងសមត្ថភាព និងការផ្សព្វផ្សាយផ្ទាល់ដល់សហគ្រាស គ្រឹះស្ថាន "
        "ដោយមានការចូលរួមពីភាគីពាក់ព័ន្ធ ទាំងថ្នាក់ជាតិ និងថ្នាក់ក្រោមជាតិ។",
        "Outreach at enterprise and establishment locations has been organized",
        "ការផ្សព្វផ្សាយនៅសហគ្រាស គ្រឹះស្ថាន ត្រូវបានរៀបចំ",
    ),
    Row(
        "4.2", 2024, 2025, _NSSF, _OUTREACH,
        "Organize monthly and annual discussion forums or knowledge competitions on the social security schemes and "
        "related policy frameworks, with participation from relevant parties such as representatives from the public "
        "sector, employers, workers, and students.",
        "រៀបចំវេទិកាពិភាក្សា ឬការប្រកួតចំណេះដឹងប្រចាំខែ និងប្រចាំឆ្នាំ អំពីរបបសន្តិសុខសង្គម "
        "និងក្របខ័ណ្ឌគោលនយោបាយពាក់ព័ន្ធ ដោយមានការចូលរួមពីតំណាងវិស័យសាធារណៈ និយោជក កម្មករ និងសិស្ស និស្សិត។",
        "Discussion forums or knowledge competitions have been organized",
        "វេទិកាពិភាក្សា ឬការប្រកួតចំណេះដឹងត្រូវបានរៀបចំ",
    ),
    Row(
        "4.3", 2024, 2025, _NSSF, _OUTREACH,
        "Organize capacity-building trainings for officials to enhance the effectiveness of outreach through national "
        "and sub-national mechanisms.",
        "រៀបចំវគ្គបណ្ដុះបណ្ដាលពង្រឹងសមត្ថភាពមន្ត្រី ដើម្បីបង្កើនប្រសិទ្ធភាពនៃការផ្សព្វផ្សាយ "
        "តាមយន្តការថ្នាក់ជាតិ និងថ្នាក់ក្រោមជាតិ។",
        "Capacity-building trainings for officials have been organized",
        "វគ្គបណ្ដុះបណ្ដាលពង្រឹងសមត្ថភាពមន្ត្រីត្រូវបានរៀបចំ",
    ),
    Row(
        "4.4", 2024, 2025, _NSSF, _OUTREACH,
        "Organize weekly or monthly information-sharing workshop about the procedures and processes for registration "
        "in the social security system, the rights and obligations of registration, and the benefits of the social "
        "security schemes to the public.",
        "រៀបចំសិក្ខាសាលាចែករំលែកព័ត៌មានប្រចាំសប្ដាហ៍ ឬប្រចាំខែ ជូនសាធារណជន អំពីនីតិវិធី និងដំណើរការចុះបញ្ជី "
        "សិទ្ធិ និងកាតព្វកិច្ចនៃការចុះបញ្ជី និងអត្ថប្រយោជន៍នៃរបបសន្តិសុខសង្គម។",
        "Information-sharing workshops has been organized",
        "សិក្ខាសាលាចែករំលែកព័ត៌មានត្រូវបានរៀបចំ",
    ),
    Row(
        "4.5", 2024, 2026, _NSSF, ("GS-NSPC", "MOEYS", "MISTI", "CCDIE"),
        "Expand public outreach at educational institutions and through the integration of content related to the "
        "social protection system into the curricula of educational institutions.",
        "ពង្រីកការផ្សព្វផ្សាយនៅគ្រឹះស្ថានអប់រំ និងការបញ្ចូលខ្លឹមសារទាក់ទងនឹងប្រព័ន្ធគាំពារសង្គម "
        "ទៅក្នុងកម្មវិធីសិក្សានៃគ្រឹះស្ថានអប់រំ។",
        "Outreach at educational institutions have been organized",
        "ការផ្សព្វផ្សាយនៅគ្រឹះស្ថានអប់រំត្រូវបានរៀបចំ",
    ),
)  # fmt: skip

NAMED = (
    "GS-NSPC", "NSSF", "MLVT", "EFPC", "GDT", "MEF", "MOC", "MOEYS", "MISTI", "CCDIE", "MOI", "MLMUPC", "TSC",
    "SMEBANK", "ILO", "UNDP", "OXFAM",
)  # fmt: skip
"""Every institution that section 5 of the plan names, in the order of their tasks."""
