"""Who is covered by which scheme: first lines."""

from datetime import date

from nssf_portal.law.seeds.base import NO_TEXT, P449, SD32, SD280

LAW_2019 = "Law on Social Security Schemes NS/RKM/1119/018 (2 November 2019)"
SD16 = "Sub-Decree 16 (2007), occupational risk"
SD01 = "Sub-Decree 01 (6 January 2016), health care; Sub-Decree 140 (26 August 2017)"

IN_2008 = date(2008, 1, 1)
IN_2016 = date(2016, 1, 6)
IN_2018 = date(2018, 1, 1)
IN_2019 = date(2019, 11, 3)
IN_2022 = date(2022, 10, 1)
IN_2023 = date(2023, 8, 28)

PUBLIC = (
    "សួរមន្ត្រីបុគ្គលិកនៃក្រសួង ឬស្ថាប័នរបស់អ្នក ឬ ប.ស.ស. ផ្នែកសាធារណៈ (1286)",
    "Ask the personnel office of your ministry or institution, or the Fund's public sector desk (1286).",
)
ABROAD = (
    "សួរក្រសួងការងារ និងបណ្ដុះបណ្ដាលវិជ្ជាជីវៈ ឬស្ថានទូតកម្ពុជានៅប្រទេសនោះ",
    "Ask the Ministry of Labour and Vocational Training, or the Cambodian embassy in that country.",
)

# category, scheme, status, since, source, confirmed, where to go (Khmer, English)
LINES = (
    ("employee", "occupational_risk", "compulsory", IN_2008, SD16, True, ("", "")),
    ("employee", "health_care", "compulsory", IN_2016, SD01, True, ("", "")),
    ("employee", "pension", "compulsory", IN_2022, SD32, True, ("", "")),
    ("casual", "occupational_risk", "compulsory", IN_2018, P449, False, ("", "")),
    ("casual", "health_care", "compulsory", IN_2018, P449, False, ("", "")),
    ("casual", "pension", "compulsory", IN_2022, SD32, False, ("", "")),
    ("domestic", "occupational_risk", "compulsory", IN_2019, LAW_2019, False, ("", "")),
    ("domestic", "health_care", "compulsory", IN_2019, LAW_2019, False, ("", "")),
    ("domestic", "pension", "compulsory", IN_2022, SD32, False, ("", "")),
    ("self_employed", "occupational_risk", "not_open", IN_2019, NO_TEXT, False, ("", "")),
    ("self_employed", "health_care", "voluntary", IN_2023, SD280, True, ("", "")),
    ("self_employed", "pension", "not_open", IN_2019, NO_TEXT, False, ("", "")),
    *(
        (who, scheme, "not_open", IN_2019, NO_TEXT, False, ("", ""))
        for who in ("owner", "family_worker")
        for scheme in ("occupational_risk", "health_care", "pension")
    ),
    ("dependant", "health_care", "voluntary", IN_2023, SD280, True, ("", "")),
    *(
        ("public", scheme, "elsewhere", IN_2019, LAW_2019, False, PUBLIC)
        for scheme in ("occupational_risk", "health_care", "pension")
    ),
    ("abroad", "health_care", "elsewhere", IN_2019, NO_TEXT, False, ABROAD),
    *(
        (who, "unemployment", "not_open", IN_2019, LAW_2019, True, ("", ""))
        for who in ("employee", "casual", "domestic", "self_employed", "owner")
    ),
)
