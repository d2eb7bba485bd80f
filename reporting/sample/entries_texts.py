"""What institutions say in the demonstration; invented, and it says so."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """One institution about one row: status and the four texts."""

    status: str
    strengths: str
    weaknesses: str = ""
    challenges: str = ""
    needs: str = ""


SAID: dict[tuple[str, str], Said] = {
    ("1.1", "NSSF"): Said(
        "continues",
        "ប្រព័ន្ធចុះបញ្ជីថ្មីដំណើរការទូទាំងប្រទេស។ ពាក្យស្នើសុំឆ្លងកាត់ដោយមិនបាច់យកលិខិតបញ្ជាក់ពីនិយោជក (គំរូ)។",
        "សហគ្រាសតូចខ្លះនៅតែមកសាខា ព្រោះមិនទាន់ទម្លាប់នឹងទូរស័ព្ទ (គំរូ)។",
    ),
    ("1.2", "NSSF"): Said(
        "on_track",
        "ក្រុមចល័តចុះដល់ផ្សារ និងរោងចក្រតាមកាលវិភាគ (គំរូ)។",
        "រថយន្តពីរខូចក្នុងខែសីហា (គំរូ)។",
        "ផ្លូវទៅឃុំឆ្ងាយលិចទឹកក្នុងរដូវវស្សា (គំរូ)។",
    ),
    ("1.3", "NSSF"): Said(
        "behind",
        "លក្ខខណ្ឌការងារនៃការសិក្សាត្រូវបានព្រមព្រៀង (គំរូ)។",
        "សេចក្ដីព្រាងមិនទាន់រួច (គំរូ)។",
        "ទិន្នន័យចំណូលគ្រួសារមិនទាន់គ្រប់ (គំរូ)។",
        "សូមក្រសួងសេដ្ឋកិច្ច និងហិរញ្ញវត្ថុ ផ្ដល់ទិន្នន័យចំណូលគ្រួសារ មុនចុងឆ្នាំ (គំរូ)។",
    ),
    ("1.4", "MEF"): Said("on_track", "ការសិក្សាអំពីការចែករំលែកទិន្នន័យបានដល់សេចក្ដីព្រាង (គំរូ)។", needs="សូម MOC ផ្ដល់ទិន្នន័យចាស់ (គំរូ)។"),
    ("1.4", "NSSF"): Said("on_track", "បានផ្ដល់តម្រូវការទិន្នន័យរួចហើយ (គំរូ)។"),
    ("1.5", "NSSF"): Said("on_track", "បានផ្ដល់តួលេខសមាជិកតាមមុខរបរ (គំរូ)។"),
    ("1.5", "MISTI"): Said(
        "on_track",
        "ការសិក្សាអំពីមុខរបរអាទិភាព ១៥ បានពិគ្រោះជាមួយសមាគមបួន (គំរូ)។",
        "ការពិគ្រោះនៅខេត្តពីរមិនទាន់ធ្វើ (គំរូ)។",
        "ម្ចាស់អាជីវកម្មតូចៗមិនមានពេលមកប្រជុំ (គំរូ)។",
        "សូម ប.ស.ស. ចូលរួមកិច្ចប្រជុំនៅខេត្ត (គំរូ)។",
    ),
    ("2.1", "NSSF"): Said("on_track", "វដ្តពានរង្វាន់ឆ្នាំនេះបានបើក ហើយសហគ្រាសត្រូវបានពិនិត្យ (គំរូ)។"),
    ("2.2", "NSSF"): Said(
        "behind", "យន្តការពីរចូលជាធរមាន (គំរូ)។", challenges="ការប្រាក់នៃឥណទានមិនទាន់ព្រមព្រៀង (គំរូ)។",
        needs="សូមធនាគារសហគ្រាសធុនតូច និងមធ្យម ឆ្លើយអំពីការប្រាក់ (គំរូ)។",
    ),
    ("3.1", "MLVT"): Said("on_track", "សេចក្ដីណែនាំរួមមួយត្រូវបានចុះហត្ថលេខា (គំរូ)។"),
    ("3.1", "NSSF"): Said("on_track", "អធិការបានចុះពិនិត្យរួមជាមួយអធិការការងារ (គំរូ)។"),
    ("4.1", "NSSF"): Said("on_track", "វគ្គនៅសហគ្រាសធ្វើតាមផែនការ (គំរូ)។"),
    ("4.2", "NSSF"): Said("done", "វេទិកាប្រចាំត្រីមាសបានធ្វើ ហើយមានអ្នកចូលរួមច្រើន (គំរូ)។"),
    ("4.3", "NSSF"): Said("on_track", "មន្ត្រីពីខេត្តទាំងអស់បានឆ្លងវគ្គ (គំរូ)។"),
    ("4.4", "NSSF"): Said("continues", "សិក្ខាសាលាប្រចាំសប្ដាហ៍ធ្វើទៀងទាត់ (គំរូ)។"),
    ("4.5", "NSSF"): Said("behind", "សាលាខ្លះបានចាប់ផ្ដើម (គំរូ)។", needs="សូមក្រសួងអប់រំ អនុម័តមេរៀន (គំរូ)។"),
    ("4.5", "MOEYS"): Said("behind", "មេរៀនសាកល្បងនៅសាលា ៤០ (គំរូ)។", weaknesses="ការបណ្ដុះបណ្ដាលគ្រូយឺត (គំរូ)។"),
}  # fmt: skip

# Row, institution, indicator, value a quarter earlier, value now.
FIGURES = (
    ("1.3", "NSSF", "family_package_study", "25", "25"),
    ("1.4", "MEF", "data_sharing_study", "25", "50"),
    ("1.5", "CCDIE", "priority_jobs_study", "50", "75"),
    ("2.2", "NSSF", "incentive_mechanisms", "1", "2"),
    ("3.1", "MLVT", "cooperation_agreements", "2", "3"),
    ("4.5", "MOEYS", "schools_curriculum", "25", "40"),
)
SOURCE = "Invented for the demonstration"
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
PAPER_SHOWS = "ឯកសារគំរូ (គំរូ)"

# Institutions that support a row and have no text of their own say this, but for those who never answered.
SUPPORT = Said("on_track", "បានចូលរួមកិច្ចប្រជុំ និងផ្ដល់ទិន្នន័យតាមការស្នើ (គំរូ)។")
SILENT = {("3.1", "MLMUPC")}
SILENT_NOW = {("1.4", "MOC"), ("1.4", "MISTI"), ("3.1", "MISTI"), ("3.1", "MOI"), ("3.1", "MLMUPC"), ("2.2", "SMEBANK")}

# Of the latest quarter; the rest is approved.
NOW = {
    ("1.3", "NSSF"): "submitted",
    ("2.2", "NSSF"): "late",
    ("4.5", "NSSF"): "returned",
    ("1.5", "NSSF"): "drafted",
    ("4.3", "NSSF"): "called",
    ("1.5", "MISTI"): "drafted",
    ("4.1", "CCDIE"): "submitted",
    ("4.2", "GS-NSPC"): "late",
}
RETURNED = "សូមសរសេរចំនួនសាលា និងខេត្តណាខ្លះ (គំរូ)។"

# Method, days ago, province, women, men, question, what was learnt, row, indicators, institution.
FINDINGS = (
    (
        "focus_group", 40, "12", 9, 4, "ហេតុអ្វីបានជាអ្នកលក់នៅផ្សារមិនទាន់ចុះបញ្ជី? (គំរូ)",
        "អ្នកលក់ដឹងអំពីបេឡា តែគិតថាត្រូវបិទតូបមួយព្រឹក។ គេចង់ឱ្យក្រុមចល័តមកពេលល្ងាច (គំរូ)។", "1.2",
        ("new_members", "self_employed_active"), "NSSF",
    ),
    (
        "interview", 55, "03", 6, 6, "តើម្ចាស់សហគ្រាសតូចយល់យ៉ាងណាអំពីវិភាគទាន? (គំរូ)",
        "ម្ចាស់សហគ្រាសយល់អំពីអត្រា តែមិនដឹងថាអាចបង់តាមទូរស័ព្ទ (គំរូ)។", "1.1", ("share_of_census_units",), "GS-NSPC",
    ),
    (
        "consultation", 70, "", 11, 14, "តើមុខរបរណាគួរមានអាទិភាព? (គំរូ)",
        "សមាគមស្នើឱ្យដាក់អ្នករត់ម៉ូតូឌុប និងអ្នករើសអេតចាយមុនគេ (គំរូ)។", "1.5", ("priority_jobs_study",), "MISTI",
    ),
)  # fmt: skip

# Name, row, institution asked, problem, intervention, days since the decision, days until due, state.
ITEMS = (
    (
        "income", "1.3", "MEF", "ទិន្នន័យចំណូលគ្រួសារមិនទាន់ចែករំលែក (គំរូ)។", "អគ្គលេខាធិការដ្ឋានបានផ្ញើលិខិត (គំរូ)។",
        None, None, "open",
    ),
    (
        "interest", "2.2", "SMEBANK", "ការប្រាក់នៃឥណទានសម្រាប់សហគ្រាសមីក្រូមិនទាន់ព្រមព្រៀង (គំរូ)។",
        "បានរៀបចំកិច្ចប្រជុំពីរ (គំរូ)។", 75, -12, "decided",
    ),
    (
        "curricula", "4.5", "MOEYS", "មេរៀនអំពីសន្តិសុខសង្គមមិនទាន់អនុម័ត (គំរូ)។", "បានជួបនាយកដ្ឋានកម្មវិធីសិក្សា (គំរូ)។",
        30, 45, "decided",
    ),
    (
        "joint", "3.1", "MLVT", "អធិការពីរស្ថាប័នចុះសហគ្រាសតែមួយក្នុងសប្ដាហ៍តែមួយ (គំរូ)។",
        "បានរៀបចំប្រតិទិនរួម (គំរូ)។", 120, -40, "done",
    ),
)  # fmt: skip
DECISION = "ស្ថាប័នដែលត្រូវបានស្នើអនុវត្តឱ្យទាន់ថ្ងៃកំណត់ (គំរូ)។"
DONE = "ប្រតិទិនរួមត្រូវបានប្រើ (គំរូ)។"
