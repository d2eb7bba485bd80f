"""Pages about rights of workers and duties of employers."""
# ruff: noqa: E501  a paragraph of prose is one line

from outreach.seeds.page_texts.base import Page

RIGHTS = (
    Page(
        "right-to-be-registered",
        "{P168}; Phnom Penh Post on the hotline (24 March 2024)",
        (
            "អ្នកមានសិទ្ធិត្រូវបានចុះបញ្ជី",
            """
និយោជករបស់អ្នកត្រូវចុះបញ្ជីអ្នកក្នុងរយៈពេល [[deadline.employee_registration]] ថ្ងៃ ក្រោយអ្នកចាប់ផ្ដើមធ្វើការ លើកលែងតែអ្នកមានប័ណ្ណសមាជិករួចហើយ។ សូម្បីសហគ្រាសដែលមានកម្មករតែម្នាក់ ក៏ត្រូវចុះបញ្ជីដែរ។

## ពិនិត្យដោយខ្លួនឯង
- សូមសួរនិយោជករកលេខអត្តសញ្ញាណ ប.ស.ស. របស់អ្នក។
- សូមមើលក្នុងវិបផតថលនេះ ឬទូរស័ព្ទ 1286។

## បើអ្នកមិនទាន់ត្រូវបានចុះបញ្ជី
- សូមនិយាយជាមួយនិយោជកជាមុន បើអាចធ្វើបាន។
- អ្នកអាចប្រាប់យើងដោយមិនបញ្ចេញឈ្មោះ។ យើងមិនប្រាប់និយោជកថាអ្នកណាប្រាប់យើងទេ។
- អធិការអាចទៅពិនិត្យនៅកន្លែងធ្វើការ។

ការចុះបញ្ជីមិនគិតថ្លៃទេ។ គ្មានអ្នកណាអាចទារប្រាក់ពីអ្នកសម្រាប់ការនេះបានឡើយ។
""",
        ),
        (
            "You have a right to be registered",
            """
Your employer must register you within [[deadline.employee_registration]] days after you begin to work, unless you have a card already. An enterprise with a single worker must register too.

## Check it yourself
- Ask your employer for your NSSF number.
- Look in this portal, or call 1286.

## If you are not registered
- Talk to the employer first, if you can.
- You can tell us without giving your name. We never tell the employer who told us.
- Inspectors can come and look at the place of work.

Registering is free. Nobody may ask you for money for it.
""",
        ),
    ),
    Page(
        "right-to-your-data",
        "Rules of this portal on personal data; working rule, NSSF to confirm",
        (
            "ព័ត៌មានរបស់អ្នកជារបស់អ្នក",
            """
អ្នកអាចមើលអ្វីដែលបេឡាបានកត់ត្រាអំពីអ្នក និងអ្នកណាដែលបានបើកមើល។

## អ្វីដែលអ្នកអាចធ្វើ
- ចូលប្រើវិបផតថលនេះ ហើយបើកទំព័រ «ខ្ញុំ»។
- ស្នើកែតម្រូវឈ្មោះ ថ្ងៃខែឆ្នាំកំណើត ឬលេខទូរស័ព្ទ បើខុស។
- មើលបញ្ជីអ្នកដែលបានបើកមើលព័ត៌មានរបស់អ្នក។

## អ្វីដែលយើងមិនធ្វើ
- យើងមិនសរសេរលេខអត្តសញ្ញាណប័ណ្ណទាំងមូលក្នុងសារទេ។
- យើងមិនប្រាប់និយោជកអំពីពាក្យបណ្ដឹងរបស់អ្នកទេ។
- នៅក្នុងព្រឹត្តិការណ៍ យើងកត់ឈ្មោះតែពេលអ្នកយល់ព្រម ហើយលុបវាវិញតាមកាលកំណត់។
""",
        ),
        (
            "Your data is yours",
            """
You can see what the Fund has written down about you, and who opened it.

## What you can do
- Sign in to this portal and open the page "Me".
- Ask for a correction when a name, a date of birth or a telephone number is wrong.
- See the list of who looked at your record.

## What we don't do
- We never write your whole identity number in a message.
- We don't tell your employer about your complaint.
- At events we write a name down only when you agree, and remove it when its time is over.
""",
        ),
    ),
)

DUTIES = (
    Page(
        "register-your-enterprise",
        "{P168}",
        (
            "និយោជក៖ ចុះបញ្ជីសហគ្រាសរបស់អ្នក",
            """
សហគ្រាសដែលមានកម្មករចាប់ពីម្នាក់ឡើងទៅ ត្រូវចុះបញ្ជីក្នុងរយៈពេល [[deadline.enterprise_registration]] ថ្ងៃ ក្រោយចាប់ផ្ដើមដំណើរការ។

## អ្វីដែលត្រូវត្រៀម
- វិញ្ញាបនបត្រចុះបញ្ជីពាណិជ្ជកម្ម ឬលិខិតស្របច្បាប់ផ្សេងទៀតដែលសមមូល។
- អត្តសញ្ញាណប័ណ្ណសញ្ជាតិខ្មែរ ឬលិខិតឆ្លងដែនរបស់និយោជក ឬអ្នកតំណាង។
- គ្រួសារដែលមានអ្នកបម្រើក្នុងផ្ទះ៖ សៀវភៅស្នាក់នៅ។

## ក្រោយចុះបញ្ជី
- សូមដាក់តាំងវិញ្ញាបនបត្រនៅកន្លែងបើកប្រាក់ឈ្នួល។
- សូមប្រាប់យើង បើសហគ្រាសប្ដូរអាសយដ្ឋាន ផ្អាក ឬបិទ។

ការចុះបញ្ជីមិនគិតថ្លៃទេ ហើយអាចធ្វើក្នុងវិបផតថលនេះ។
""",
        ),
        (
            "Employers: register your enterprise",
            """
An enterprise with one worker or more registers within [[deadline.enterprise_registration]] days after it begins to operate.

## What to have ready
- The commercial registration certificate, or another legal paper that is worth the same.
- The Khmer identity card or the passport of the employer or representative.
- A household with a domestic worker: the residence book.

## After that
- Hang the certificate up where wages are paid.
- Tell us when the enterprise moves, pauses or closes.

Registering is free, and can be done in this portal.
""",
        ),
    ),
    Page(
        "register-your-workers",
        "{P168}",
        (
            "និយោជក៖ ចុះបញ្ជីកម្មករនិយោជិត",
            """
សូមចុះបញ្ជីម្នាក់ៗក្នុងរយៈពេល [[deadline.employee_registration]] ថ្ងៃ ក្រោយចាប់ផ្ដើមធ្វើការ។ កម្មករសាកល្បង កម្មករម្ដងម្កាល និងជនបរទេស ក៏រាប់បញ្ចូលដែរ។

## វិធីងាយ
- ផ្ញើបញ្ជីបុគ្គលិកជា Excel ទៅកាន់វិបផតថលនេះ។ យើងប្រាប់ភ្លាមថាជួរណាត្រូវកែ។
- បើមានតែពីរបីនាក់ សូមបំពេញទម្រង់។
- សូមសួរកម្មករថាមានលេខ ប.ស.ស. រួចហើយឬនៅ៖ ម្នាក់មានលេខតែមួយពេញមួយជីវិត។

## ពេលមានអ្នកឈប់
សូមប្រាប់ថ្ងៃឈប់ និងមូលហេតុ។ បើមិនប្រាប់ គេនៅតែគិតថាអ្នកនោះធ្វើការនៅទីនោះ។
""",
        ),
        (
            "Employers: register your workers",
            """
Register each person within [[deadline.employee_registration]] days after the first day of work. People on probation, casual workers and foreigners count too.

## The easy way
- Send the list of your staff as an Excel file to this portal. We say at once which rows need a repair.
- For a few people, fill in the form.
- Ask whether the person has an NSSF number already: one person has one number for life.

## When somebody leaves
Tell us the last day and the reason. Otherwise the person still counts as working there.
""",
        ),
    ),
    Page(
        "declare-and-pay",
        "{SD32}; {P449}; the day of the declaration: NSSF to confirm",
        (
            "និយោជក៖ រាយការណ៍ និងបង់ប្រចាំខែ",
            """
ជារៀងរាល់ខែ សូមធ្វើកិច្ចការពីរ។

- បង់ភាគទានមិនឱ្យហួសថ្ងៃទី [[deadline.contribution_day]] នៃខែបន្ទាប់។
- រាយការណ៍ចំនួនបុគ្គលិក និងប្រាក់ឈ្នួលមិនឱ្យហួសថ្ងៃទី [[deadline.declaration_day]] នៃខែបន្ទាប់។

## បើគ្មានអ្វីផ្លាស់ប្ដូរ
សូមរាយការណ៍ថា «គ្មានការផ្លាស់ប្ដូរ» ឬ «គ្មានបុគ្គលិក»។ នេះក៏ជារបាយការណ៍ដែរ។

## បើយឺត
ការបង់យឺតអាចត្រូវបង់ការប្រាក់ និងការពិន័យ។ បើអ្នកពិបាកបង់ សូមប្រាប់យើងមុនកាលកំណត់ យើងអាចពិភាក្សារកដំណោះស្រាយ។
""",
        ),
        (
            "Employers: declare and pay every month",
            """
There are two things to do each month.

- Pay the contributions by day [[deadline.contribution_day]] of the next month.
- Declare staff and wages by day [[deadline.declaration_day]] of the next month.

## When nothing changed
Declare "no change" or "no staff". That is a declaration too.

## When it is late
Late payment can cost interest and a fine. If paying is hard, tell us before the day, and we look for a way.
""",
        ),
    ),
    Page(
        "fines",
        "{P168}; {P326}; Article 98 of the Law on Social Security Schemes (2019)",
        (
            "ការពិន័យគិតយ៉ាងដូចម្ដេច?",
            """
និយោជកដែលមិនចុះបញ្ជីសហគ្រាស ឬកម្មករ អាចត្រូវពិន័យជាប្រាក់។

## របៀបគិត
ចំនួនដង [[fine.multiplier.minimum]] ដល់ [[fine.multiplier.maximum]] គុណនឹងប្រាក់ឈ្នួលប្រចាំថ្ងៃគោល [[fine.base_daily_wage]] គុណនឹងចំនួនកម្មករដែលពាក់ព័ន្ធ។

## អ្វីដែលកើតឡើងមុន
- យើងជូនដំណឹង ហើយអ្នកមានសិទ្ធិឆ្លើយ។
- មន្ត្រីម្នាក់ស្នើ ហើយមន្ត្រីម្នាក់ទៀតជាអ្នកសម្រេច។
- អ្នកអាចស្នើសុំការយោគយល់ ដោយមានមូលហេតុ។

ការបង់ពិន័យមិនមែនជំនួសការចុះបញ្ជីទេ៖ អ្នកនៅតែត្រូវចុះបញ្ជី។
""",
        ),
        (
            "How is a fine worked out?",
            """
An employer who does not register the enterprise or its workers can be fined.

## How it is counted
[[fine.multiplier.minimum]] to [[fine.multiplier.maximum]] times the base daily wage of [[fine.base_daily_wage]], times the number of workers concerned.

## What comes before
- We write to you, and you have the right to answer.
- One officer proposes, another one decides.
- You can ask for relief and say why.

Paying the fine does not replace registering: you still have to register.
""",
        ),
    ),
)
