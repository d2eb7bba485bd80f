"""Pages about the schemes."""
# ruff: noqa: E501  a paragraph of prose is one line

from outreach.seeds.page_texts.base import Page

_LAW = "Law on Social Security Schemes (NS/RKM/1119/018, 2 November 2019)"

PAGES = (
    Page(
        "what-is-social-security",
        f"{_LAW}; Operational Plan on the Social Security Formalization 2024-2026, 1.2.C",
        (
            "សន្តិសុខសង្គមគឺជាអ្វី?",
            """
សន្តិសុខសង្គមជួយអ្នក និងគ្រួសារ នៅពេលមានជំងឺ គ្រោះថ្នាក់ការងារ ឬចូលនិវត្តន៍។ មនុស្សជាច្រើនបង់ភាគទានបន្តិចបន្តួចជារៀងរាល់ខែ ដើម្បីជួយគ្នា។

## មានរបបអ្វីខ្លះ
- ហានិភ័យការងារ៖ គ្រោះថ្នាក់ពេលធ្វើការ និងជំងឺដែលកើតពីការងារ។
- ថែទាំសុខភាព៖ ការព្យាបាលនៅពេលឈឺ។
- ប្រាក់សោធន៖ ប្រាក់ចំណូលពេលចាស់ជរា។
- និកម្មភាព (គ្មានការងារធ្វើ)៖ មានចែងក្នុងច្បាប់ ប៉ុន្តែមិនទាន់ចាប់ផ្ដើមទេ។

## សម្រាប់អ្នកណា
- អ្នកធ្វើការក្នុងវិស័យសាធារណៈ។
- កម្មករនិយោជិត រួមទាំងអ្នកបម្រើក្នុងផ្ទះ។
- បុគ្គលស្វ័យនិយោជន៍ ដោយស្ម័គ្រចិត្ត។

អ្នកទទួលបន្ទុកគឺបេឡាជាតិសន្តិសុខសង្គម (ប.ស.ស.)។ មានសំណួរ សូមទូរស័ព្ទ 1286 ឬ 1297 ដោយឥតគិតថ្លៃ ទាំងយប់ទាំងថ្ងៃ។
""",
        ),
        (
            "What is social security?",
            """
Social security helps you and your family when you are ill, hurt at work, or old. Many people pay a little every month, so that they carry each other.

## Which schemes there are
- Occupational risk: accidents at work and illnesses that come from work.
- Health care: treatment when you are ill.
- Pension: an income in old age.
- Unemployment: written in the law, not begun yet.

## For whom
- People who work in the public sector.
- Workers and employees, domestic workers too.
- Self-employed people, if they want to.

The National Social Security Fund (NSSF) is in charge. Questions? Call 1286 or 1297 free of charge, day and night.
""",
        ),
        confirmed=True,
    ),
    Page(
        "occupational-risk",
        "{P449}; nssf.gov.kh, employment injury scheme",
        (
            "ហានិភ័យការងារ",
            """
របបនេះជួយអ្នក បើអ្នករងគ្រោះថ្នាក់ដោយសារការងារ ឬកើតជំងឺដោយសារការងារ។

## អ្នកណាបង់
និយោជកបង់ទាំងអស់។ គ្មានប្រាក់ណាត្រូវកាត់ពីប្រាក់ឈ្នួលរបស់អ្នកទេ។ អត្រាគឺ [[contribution.occupational_risk.rate]] នៃប្រាក់ឈ្នួលជាប់ភាគទាន ដែលយ៉ាងច្រើនបំផុត [[contribution.band.ceiling]] ក្នុងមួយខែ។

## ពេលមានគ្រោះថ្នាក់
- សូមទៅរកការព្យាបាលជាមុនសិន។
- សូមប្រាប់និយោជកជាបន្ទាន់ ហើយឱ្យមានសាក្សី។
- សូមទូរស័ព្ទ 1286 បើអ្នកមិនដឹងថាត្រូវធ្វើអ្វីបន្ត។

ទោះនិយោជកមិនទាន់បានចុះបញ្ជីអ្នកក៏ដោយ សូមប្រាប់យើង។ ការចុះបញ្ជីគឺជាកាតព្វកិច្ចរបស់និយោជក។
""",
        ),
        (
            "Occupational risk",
            """
This scheme helps you when work hurts you or makes you ill.

## Who pays
The employer pays all of it. Nothing is taken from your wage. The rate is [[contribution.occupational_risk.rate]] of the contributory wage, which is at most [[contribution.band.ceiling]] a month.

## When an accident happens
- Get treatment first.
- Tell the employer at once, and have a witness.
- Call 1286 if you don't know what comes next.

Tell us too when your employer has not registered you yet. Registering you is the employer's duty.
""",
        ),
    ),
    Page(
        "health-care",
        "{P449}; Sub-Decree 01 (6 January 2016); Sub-Decree 140 (26 August 2017)",
        (
            "ថែទាំសុខភាព",
            """
របបថែទាំសុខភាពជួយបង់ថ្លៃព្យាបាល នៅពេលអ្នកឈឺ។

## អ្នកណាបង់
- កម្មករនិយោជិត៖ និយោជកបង់ទាំងអស់ [[contribution.health_care.rate]] នៃប្រាក់ឈ្នួលជាប់ភាគទាន តាំងពីថ្ងៃទី 1 ខែមករា ឆ្នាំ 2018។
- បុគ្គលស្វ័យនិយោជន៍៖ បង់ [[contribution.self_employed.monthly]] ក្នុងមួយខែ ដោយស្ម័គ្រចិត្ត។

## ពេលទៅព្យាបាល
- សូមយកប័ណ្ណសមាជិក ប.ស.ស. និងអត្តសញ្ញាណប័ណ្ណទៅជាមួយ។
- សូមសួរមន្ទីរពេទ្យថាតើទទួលប័ណ្ណ ប.ស.ស. ឬទេ។
- បើគេទារប្រាក់ដែលអ្នកគិតថាមិនត្រូវបង់ សូមទូរស័ព្ទ 1286។
""",
        ),
        (
            "Health care",
            """
The health care scheme pays for treatment when you are ill.

## Who pays
- Workers and employees: the employer pays all of it, [[contribution.health_care.rate]] of the contributory wage, since 1 January 2018.
- Self-employed people: [[contribution.self_employed.monthly]] a month, if they want to.

## When you go for treatment
- Take your NSSF card and your identity card with you.
- Ask the hospital whether it takes the NSSF card.
- If somebody asks you for money that you think you don't owe, call 1286.
""",
        ),
    ),
    Page(
        "pension",
        "{SD32}; {SD144}",
        (
            "ប្រាក់សោធន",
            """
ប្រាក់សោធនគឺជាប្រាក់ចំណូលនៅពេលអ្នកចាស់ជរា។ ការបង់ភាគទានបានចាប់ផ្ដើមនៅថ្ងៃទី 1 ខែតុលា ឆ្នាំ 2022។

## អ្នកណាបង់
- និយោជកបង់ [[contribution.pension.employer_rate]]។
- កម្មករនិយោជិតបង់ [[contribution.pension.worker_rate]] ដែលនិយោជកកាត់ពីប្រាក់ឈ្នួល។

ប្រាក់ឈ្នួលដែលយកមកគិត គឺយ៉ាងតិច [[contribution.pension.floor]] និងយ៉ាងច្រើន [[contribution.pension.ceiling]] ក្នុងមួយខែ។ អត្រាត្រូវឡើងជាជំហានៗក្នុងឆ្នាំខាងមុខ ហើយយើងនឹងប្រាប់មុន។

## អ្វីដែលអ្នកអាចពិនិត្យ
- សូមមើលក្នុងប័ណ្ណប្រាក់ឈ្នួលថា គេកាត់ប៉ុន្មាន។
- សូមសួរថា តើនិយោជកបានបង់មក ប.ស.ស. ឬនៅ។
""",
        ),
        (
            "Pension",
            """
A pension is an income in old age. Contributions began on 1 October 2022.

## Who pays
- The employer pays [[contribution.pension.employer_rate]].
- The worker pays [[contribution.pension.worker_rate]], which the employer takes from the wage.

The wage that counts is at least [[contribution.pension.floor]] and at most [[contribution.pension.ceiling]] a month. The rates rise step by step in later years; we say so before.

## What you can check
- See on your pay slip how much was taken.
- Ask whether the employer has paid it to the Fund.
""",
        ),
    ),
    Page(
        "self-employed-scheme",
        "{SD280}; pilot since April 2023",
        (
            "របបសម្រាប់បុគ្គលស្វ័យនិយោជន៍",
            """
អ្នកលក់ដូរ អ្នករត់រ៉ឺម៉ក ជាង និងអ្នកផ្សេងទៀតដែលធ្វើការដោយខ្លួនឯង អាចចូលរួមដោយស្ម័គ្រចិត្ត។

## លក្ខខណ្ឌ
- អាយុក្រោម [[member.self_employed_age_below]] ឆ្នាំ នៅពេលចុះបញ្ជី។
- មិនប្រើកម្មករ និងគ្មានកិច្ចសន្យាការងារ។

## បង់ប៉ុន្មាន និងបានអ្វី
បង់ [[contribution.self_employed.monthly]] ក្នុងមួយខែ សម្រាប់ថែទាំសុខភាព។ អ្នកអាចប្រើសេវាបាន បន្ទាប់ពីបង់ [[self_employed.first_day_month]] ខែ។

## សូមកុំភ្លេចបង់
បើមិនបង់លើសពី [[self_employed.abandoned_after]] ខែ គេអាចចាត់ទុកថាអ្នកបោះបង់ដោយស្ម័គ្រចិត្ត។ បើអ្នកពិបាកបង់ សូមទូរស័ព្ទ 1286 មុនពេលនោះ។
""",
        ),
        (
            "The scheme for self-employed people",
            """
Traders, tuk-tuk drivers, craftspeople and others who work for themselves can join if they want to.

## Conditions
- Younger than [[member.self_employed_age_below]] when you register.
- You employ nobody and have no contract of work.

## What you pay and what you get
You pay [[contribution.self_employed.monthly]] a month for health care. You can use the services after [[self_employed.first_day_month]] months of paying.

## Don't forget to pay
Who does not pay for more than [[self_employed.abandoned_after]] months may count as having left. If paying is hard, call 1286 before that.
""",
        ),
    ),
)
