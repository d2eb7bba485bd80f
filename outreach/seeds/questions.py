"""The first questions of the bank, in both languages, each with the text that says so.

Where no text of law could be read, the question is not confirmed: pages say so until somebody has."""

import uuid
from dataclasses import dataclass

from nssf_portal.audit.tracking import acting
from nssf_portal.law.seeds.base import LABOUR, NO_TEXT, P168, P449, SD32, SD144, SD280
from outreach.enums import QuestionKind as K
from outreach.enums import TargetGroup as G
from outreach.models import QuizChoice, QuizQuestion

_SPACE = uuid.UUID("0a7e2c6e-3f0b-4f57-8a63-2f4a0f4f9c11")
_LAW = "Law on Social Security Schemes, NS/RKM/1119/018 (2 November 2019)"
_PLAN = "Operational Plan on the Social Security Formalization 2024-2026"
_PRESS = "Statements of the Fund in the press, 2024; no text of law read"


@dataclass(frozen=True)
class _Question:
    code: str
    kind: str
    group: str
    text: tuple[str, str]  # Khmer, English, here and below
    right: tuple[str, str]
    wrong: tuple[tuple[str, str], ...]
    source: str
    confirmed: bool = True
    why: tuple[str, str] = ("", "")


QUESTIONS = (
    _Question(
        "schemes",
        K.BENEFITS,
        G.PUBLIC,
        ("សព្វថ្ងៃ ប.ស.ស. មានរបបអ្វីខ្លះសម្រាប់កម្មករនិយោជិត?", "Which schemes does the Fund have for workers today?"),
        ("ហានិភ័យការងារ ថែទាំសុខភាព និងប្រាក់សោធន", "Occupational risk, health care and pension"),
        (("តែថែទាំសុខភាពប៉ុណ្ណោះ", "Only health care"), ("តែនិកម្មភាពប៉ុណ្ណោះ", "Only unemployment")),
        _LAW,
        why=(
            "ច្បាប់ចែងពីរបបបួន៖ ប្រាក់សោធន ថែទាំសុខភាព ហានិភ័យការងារ និងនិកម្មភាព។ របបនិកម្មភាពមិនទាន់ចាប់ផ្តើមទេ។",
            "The law names four: pension, health care, occupational risk and unemployment. The last has not begun.",
        ),
    ),
    _Question(
        "health-payer",
        K.RIGHTS,
        G.WORKERS,
        ("តើនរណាបង់ភាគទានថែទាំសុខភាពរបស់កម្មករនិយោជិត?", "Who pays a worker's contribution for health care?"),
        ("និយោជកបង់ទាំងអស់", "The employer pays all of it"),
        (
            ("កម្មករនិយោជិតបង់ទាំងអស់", "The worker pays all of it"),
            ("ម្នាក់ពាក់កណ្តាល", "Each pays half"),
        ),
        P449,
        why=(
            "ចាប់ពីថ្ងៃទី 1 ខែមករា ឆ្នាំ 2018 មក និយោជកបង់ទាំង 2.6%។",
            "Since 1 January 2018 the employer pays the whole 2.6%.",
        ),
    ),
    _Question(
        "risk-payer",
        K.DUTIES,
        G.EMPLOYERS,
        ("តើនរណាបង់ភាគទានហានិភ័យការងារ?", "Who pays the contribution for occupational risk?"),
        ("និយោជកតែម្នាក់", "The employer alone"),
        (("កម្មករនិយោជិត", "The worker"), ("រដ្ឋ", "The State")),
        P449,
        why=("ភាគទាននេះគឺ 0.8% ហើយមិនកាត់ពីប្រាក់ឈ្នួលទេ។", "It is 0.8% and is not taken from the wage."),
    ),
    _Question(
        "register-days",
        K.DUTIES,
        G.EMPLOYERS,
        (
            "សហគ្រាសត្រូវចុះបញ្ជីក្នុងរយៈពេលប៉ុន្មានថ្ងៃ បន្ទាប់ពីចាប់ផ្តើមដំណើរការ?",
            "Within how many days of opening must an enterprise register with the Fund?",
        ),
        ("30 ថ្ងៃ", "30 days"),
        (("6 ខែ", "6 months"), ("មួយឆ្នាំ", "one year")),
        P168,
    ),
    _Question(
        "one-worker",
        K.DUTIES,
        G.EMPLOYERS,
        (
            "សហគ្រាសត្រូវចុះបញ្ជី ចាប់ពីមានកម្មករនិយោជិតប៉ុន្មាននាក់?",
            "From how many workers on must an enterprise register?",
        ),
        ("ម្នាក់", "One"),
        (("8 នាក់", "Eight"), ("50 នាក់", "Fifty")),
        P168,
        why=("ពីមុនកំណត់ត្រឹម 8 នាក់ ឥឡូវលែងប្រើហើយ។", "It used to be eight; that holds no more."),
    ),
    _Question(
        "worker-days",
        K.DUTIES,
        G.EMPLOYERS,
        (
            "កម្មករនិយោជិតថ្មីត្រូវចុះបញ្ជីក្នុងរយៈពេលប៉ុន្មានថ្ងៃ បន្ទាប់ពីចូលធ្វើការ?",
            "Within how many days of starting work must a new worker be registered?",
        ),
        ("3 ថ្ងៃ", "3 days"),
        (("30 ថ្ងៃ", "30 days"), ("ក្រោយរយៈពេលសាកល្បង", "After the trial period")),
        P168,
    ),
    _Question(
        "pay-day",
        K.DUTIES,
        G.EMPLOYERS,
        (
            "ភាគទានប្រចាំខែត្រូវបង់យ៉ាងយូរត្រឹមថ្ងៃណា?",
            "By which day are the contributions of a month paid?",
        ),
        ("ថ្ងៃទី 15 នៃខែបន្ទាប់", "The 15th of the month after"),
        (("ចុងខែបន្ទាប់", "The end of the month after"), ("ចុងឆ្នាំ", "The end of the year")),
        SD32,
    ),
    _Question(
        "declare-day",
        K.DUTIES,
        G.EMPLOYERS,
        (
            "បញ្ជីកម្មករនិយោជិតប្រចាំខែត្រូវប្រកាសយ៉ាងយូរត្រឹមថ្ងៃណា?",
            "By which day is the monthly list of workers declared to the Fund?",
        ),
        ("ថ្ងៃទី 20 នៃខែបន្ទាប់", "The 20th of the month after"),
        (("ថ្ងៃទី 5 នៃខែបន្ទាប់", "The 5th of the month after"), ("រៀងរាល់ត្រីមាស", "Every quarter")),
        NO_TEXT,
        confirmed=False,
    ),
    _Question(
        "pension-shares",
        K.RIGHTS,
        G.WORKERS,
        (
            "ក្នុងឆ្នាំដំបូងៗ ភាគទានប្រាក់សោធនចែករំលែកដូចម្តេច?",
            "How is the pension contribution shared in the first years?",
        ),
        ("កម្មករនិយោជិត 2% និយោជក 2%", "2% the worker, 2% the employer"),
        (
            ("កម្មករនិយោជិត 4%", "4% the worker"),
            ("និយោជក 10%", "10% the employer"),
        ),
        SD32,
    ),
    _Question(
        "pension-began",
        K.BENEFITS,
        G.PUBLIC,
        ("តើការបង់ភាគទានប្រាក់សោធនចាប់ផ្តើមពីពេលណា?", "Since when are contributions for pension paid?"),
        ("ខែតុលា ឆ្នាំ 2022", "October 2022"),
        (("ឆ្នាំ 2002", "2002"), ("មិនទាន់ចាប់ផ្តើម", "Not yet")),
        SD32,
    ),
    _Question(
        "pension-ceiling",
        K.PROCEDURES,
        G.OFFICIALS,
        (
            "ភាគទានប្រាក់សោធនគណនាលើប្រាក់ឈ្នួលខ្ពស់បំផុតប៉ុន្មានក្នុងមួយខែ?",
            "Up to which monthly wage is the contribution for pension worked out?",
        ),
        ("1,200,000 រៀល", "1,200,000 riel"),
        (("400,000 រៀល", "400,000 riel"), ("គ្មានកម្រិត", "There is no limit")),
        SD144,
    ),
    _Question(
        "self-employed-amount",
        K.PROCEDURES,
        G.SELF_EMPLOYED,
        (
            "បុគ្គលស្វ័យនិយោជន៍បង់ភាគទានថែទាំសុខភាពប៉ុន្មានក្នុងមួយខែ?",
            "How much a month does a self-employed person pay for health care?",
        ),
        ("15,600 រៀល", "15,600 riel"),
        (("50,000 រៀល", "50,000 riel"), ("មិនអាចចូលរួមបានទេ", "They cannot join")),
        SD280,
        why=("ការចូលរួមគឺដោយស្ម័គ្រចិត្ត។", "Joining is voluntary."),
    ),
    _Question(
        "self-employed-age",
        K.PROCEDURES,
        G.SELF_EMPLOYED,
        (
            "បុគ្គលស្វ័យនិយោជន៍អាចចុះបញ្ជីបាន នៅអាយុប៉ុន្មាន?",
            "Until which age can a self-employed person register?",
        ),
        ("ក្រោម 60 ឆ្នាំ", "Under 60"),
        (("ក្រោម 40 ឆ្នាំ", "Under 40"), ("គ្មានកំណត់", "There is no limit")),
        SD280,
    ),
    _Question(
        "dependants",
        K.RIGHTS,
        G.SELF_EMPLOYED,
        (
            "តើនរណាអាចជាអ្នកក្នុងបន្ទុករបស់សមាជិកស្វ័យនិយោជន៍?",
            "Who can be a dependant of a self-employed member?",
        ),
        ("ប្តីប្រពន្ធដែលបានចុះអាពាហ៍ពិពាហ៍ និងកូនអាយុក្រោម 18 ឆ្នាំ", "Husband or wife, married on paper, and children under 18"),
        (("មិត្តភក្តិ និងអ្នកជិតខាង", "Friends and neighbours"), ("គ្មាននរណាទេ", "Nobody")),
        SD280,
    ),
    _Question(
        "voluntary-wait",
        K.BENEFITS,
        G.SELF_EMPLOYED,
        (
            "ក្នុងរបបស្ម័គ្រចិត្ត អត្ថប្រយោជន៍ចាប់ផ្តើមក្រោយបង់ភាគទានប៉ុន្មានខែ?",
            "In the voluntary scheme, after how many months of contributions do benefits begin?",
        ),
        ("2 ខែ", "2 months"),
        (("ថ្ងៃដំបូង", "The first day"), ("5 ឆ្នាំ", "5 years")),
        "Press report on the pilot of 2023; no text of law read",
        confirmed=False,
    ),
    _Question(
        "hotline",
        K.PROCEDURES,
        G.PUBLIC,
        ("តើត្រូវទូរស័ព្ទទៅលេខណា ដើម្បីសួរ ប.ស.ស. ទាំងយប់ទាំងថ្ងៃ?", "Which number reaches the Fund day and night?"),
        ("1286 ឬ 1297", "1286 or 1297"),
        (("117", "117"), ("119", "119")),
        f"{_PLAN}: telephone numbers of the Fund",
    ),
    _Question(
        "not-registered",
        K.RIGHTS,
        G.WORKERS,
        (
            "និយោជករបស់អ្នកមិនបានចុះបញ្ជីអ្នកទេ។ តើអ្នកអាចធ្វើអ្វី?",
            "Your employer did not register you. What can you do?",
        ),
        ("ប្រាប់ ប.ស.ស. តាមទូរស័ព្ទ ឬនៅការិយាល័យ", "Tell the Fund, by telephone or at an office"),
        (("បង់ប្រាក់ជំនួសនិយោជក", "Pay in the employer's place"), ("មិនអាចធ្វើអ្វីបានទេ", "Nothing")),
        _PRESS,
        confirmed=False,
    ),
    _Question(
        "app",
        K.PROCEDURES,
        G.WORKERS,
        (
            "សមាជិកអាចមើលនៅទីណា ថានិយោជកបានបង់ភាគទានឬនៅ?",
            "Where can a member see whether the employer has paid?",
        ),
        ("ក្នុងកម្មវិធីទូរស័ព្ទរបស់ ប.ស.ស.", "In the Fund's app on the telephone"),
        (("មិនអាចមើលបានទេ", "Nowhere"), ("តែនៅធនាគារ", "Only at a bank")),
        _PRESS,
        confirmed=False,
    ),
    _Question(
        "fine-and-register",
        K.DUTIES,
        G.EMPLOYERS,
        (
            "សហគ្រាសបានបង់ប្រាក់ពិន័យហើយ។ តើនៅតែត្រូវចុះបញ្ជីឬទេ?",
            "An enterprise has paid its fine. Does it still have to register?",
        ),
        ("ត្រូវចុះ", "Yes"),
        (("មិនចាំបាច់ទេ", "No"), ("តែបើមានគ្រោះថ្នាក់", "Only after an accident")),
        _PRESS,
        confirmed=False,
    ),
    _Question(
        "certificate-place",
        K.DUTIES,
        G.EMPLOYERS,
        ("តើវិញ្ញាបនបត្របញ្ជិកាត្រូវបិទនៅទីណា?", "Where must the certificate of registration be displayed?"),
        ("នៅកន្លែងបើកប្រាក់ឈ្នួល", "Where wages are paid"),
        (("ក្នុងទូឯកសារ", "In a cupboard"), ("នៅផ្ទះម្ចាស់សហគ្រាស", "At the owner's home")),
        f"{P168}; read in a note of a law firm",
        confirmed=False,
    ),
    _Question(
        "simple-papers",
        K.PROCEDURES,
        G.PUBLIC,
        (
            "ផែនការចង់ឱ្យកម្មករនិយោជិតចុះបញ្ជីដោយប្រើឯកសារអ្វី?",
            "With which papers shall a worker be able to register, as the plan wants it?",
        ),
        (
            "អត្តសញ្ញាណប័ណ្ណ និងការបញ្ជាក់ពីសហគ្រាស",
            "Identity card and the enterprise's confirmation",
        ),
        (
            ("សៀវភៅគ្រួសារ និងស្នាមម្រាមដៃ", "Family book and fingerprints"),
            ("សំបុត្រកំណើត និងលិខិតបញ្ជាក់ការងារ", "Birth certificate and letter of employment"),
        ),
        f"{_PLAN}, 4.1",
        confirmed=False,
    ),
    _Question(
        "equity-fund",
        K.RIGHTS,
        G.INFORMAL,
        (
            "តើអ្វីជួយការថែទាំសុខភាពដល់កម្មករធ្វើការក្រោម 8 ម៉ោងក្នុងមួយសប្តាហ៍ និងកម្មករម្តងម្កាល?",
            "What helps people who work less than 8 hours a week, and casual workers, with health care?",
        ),
        ("មូលនិធិសមធម៌សុខាភិបាល", "The Health Equity Fund"),
        (("គ្មានអ្វីទេ", "Nothing"), ("ប្រាក់សោធន", "The pension")),
        "Prakas 404 (2017); read in a summary",
        confirmed=False,
    ),
    _Question(
        "lost-card",
        K.PROCEDURES,
        G.WORKERS,
        ("បើបាត់ប័ណ្ណសមាជិក ត្រូវជូនដំណឹងក្នុងរយៈពេលប៉ុន្មានថ្ងៃ?", "Within how many days is a lost card reported?"),
        ("30 ថ្ងៃ", "30 days"),
        (("1 ថ្ងៃ", "1 day"), ("មិនចាំបាច់ជូនដំណឹងទេ", "It need not be reported")),
        NO_TEXT,
        confirmed=False,
    ),
    _Question(
        "working-age",
        K.RIGHTS,
        G.STUDENTS,
        ("តើអាយុតិចបំផុតប៉ុន្មានទើបអាចធ្វើការបាន?", "From which age may one be employed?"),
        ("15 ឆ្នាំ", "15"),
        (("12 ឆ្នាំ", "12"), ("21 ឆ្នាំ", "21")),
        LABOUR,
        why=("អាយុពី 15 ដល់ 17 ឆ្នាំ ក៏ត្រូវចុះបញ្ជីដែរ។", "Those of 15 to 17 are registered too."),
    ),
)


def key(code: str) -> uuid.UUID:
    """The same question has the same key in every database."""
    return uuid.uuid5(_SPACE, code)


def seed() -> None:
    """Adds what is missing."""
    there = set(QuizQuestion.objects.filter(pk__in=[key(one.code) for one in QUESTIONS]).values_list("pk", flat=True))
    missing = [one for one in QUESTIONS if key(one.code) not in there]
    if not missing:
        return
    with acting(by=None, action="seed"):
        QuizQuestion.objects.bulk_create(_question(one) for one in missing)
        QuizChoice.objects.bulk_create(choice for one in missing for choice in _choices(one))


def _question(one: _Question) -> QuizQuestion:
    return QuizQuestion(
        pk=key(one.code),
        kind=one.kind,
        target_group=one.group,
        text_km=one.text[0],
        text_en=one.text[1],
        why_km=one.why[0],
        why_en=one.why[1],
        source=one.source,
        confirmed=one.confirmed,
    )


def _choices(one: _Question) -> list[QuizChoice]:
    answers = [(one.right, True), *((words, False) for words in one.wrong)]
    return [
        QuizChoice(question_id=key(one.code), text_km=words[0], text_en=words[1], is_right=is_right, order=order)
        for order, (words, is_right) in enumerate(answers)
    ]
