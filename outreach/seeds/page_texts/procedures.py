"""Pages about procedures."""

from outreach.seeds.page_texts.base import Page

PAGES = (
    Page(
        "register-as-self-employed",
        "{SD280}; Phnom Penh Post on the informal economy certificate (2025); NSSF to confirm",
        (
            "ចុះបញ្ជីជាបុគ្គលស្វ័យនិយោជន៍",
            """
អ្នកអាចចាប់ផ្ដើមពីទូរស័ព្ទរបស់អ្នក ឬនៅបញ្ជរ ឬនៅក្រុមចុះបញ្ជិកាចល័ត។

## អ្វីដែលត្រូវត្រៀម
- អត្តសញ្ញាណប័ណ្ណសញ្ជាតិខ្មែរ។
- វិញ្ញាបនបត្រសេដ្ឋកិច្ចក្រៅប្រព័ន្ធ ពីកម្មវិធី CAM-IE។ បើមិនទាន់មាន យើងប្រាប់របៀបស្នើសុំ។

## ជំហាន
- ឆ្លើយសំណួរខ្លីៗក្នុងវិបផតថលនេះ។
- យើងពិនិត្យ ហើយផ្ញើសារប្រាប់លទ្ធផល។
- បង់ខែដំបូង ហើយទទួលប័ណ្ណ។

បើអ្នកត្រូវការជំនួយ សូមទូរស័ព្ទ 1286។ ការចុះបញ្ជីមិនគិតថ្លៃទេ។
""",
        ),
        (
            "Register as a self-employed person",
            """
You can begin on your telephone, at a counter, or at a mobile unit.

## What to have ready
- Your Khmer identity card.
- The informal economy certificate from the app CAM-IE. If you have none yet, we say how to ask for it.

## The steps
- Answer a few short questions in this portal.
- We check them and send you a message with the result.
- Pay the first month and get your card.

If you need help, call 1286. Registering is free.
""",
        ),
    ),
    Page(
        "card-lost",
        "Note of a payroll firm on lost cards (older rule); NSSF to confirm",
        (
            "បាត់ប័ណ្ណសមាជិក",
            """
សូមកុំបារម្ភ៖ សិទ្ធិរបស់អ្នកនៅក្នុងបញ្ជីរបស់យើង មិនមែននៅលើប័ណ្ណទេ។

## អ្វីដែលត្រូវធ្វើ
- ចូលប្រើវិបផតថលនេះ បើកទំព័រប័ណ្ណរបស់អ្នក ហើយប្រាប់ថាបាត់។ ប័ណ្ណចាស់លែងប្រើបានភ្លាម។
- ឬទូរស័ព្ទ 1286 ឬទៅបញ្ជរណាមួយ។
- ប័ណ្ណថ្មីអាចបើកមើលក្នុងទូរស័ព្ទ ឬបោះពុម្ព។

តាមច្បាប់ចាស់ ត្រូវរាយការណ៍ក្នុងមួយខែ ហើយមានកម្រៃបន្តិចបន្តួច។ ចំណុចនេះ ប.ស.ស. ត្រូវបញ្ជាក់។
""",
        ),
        (
            "Your card is lost",
            """
Don't worry: your rights are in our register, not on the card.

## What to do
- Sign in to this portal, open the page of your card and say that it is lost. The old card stops working at once.
- Or call 1286, or go to any counter.
- You can open the new card on your telephone, or print it.

An older rule asked to report a loss within a month, with a small fee. The Fund has to confirm this.
""",
        ),
    ),
    Page(
        "when-inspectors-come",
        "Prakas 358/21 (30 December 2021) on inspections; rules of this portal",
        (
            "ពេលអធិការមកពិនិត្យ",
            """
អធិការមកមើលថា មនុស្សដែលធ្វើការត្រូវបានចុះបញ្ជី និងរាយការណ៍ត្រឹមត្រូវ។

## អ្វីដែលកើតឡើង
- ការពិនិត្យធម្មតាមានជូនដំណឹងមុន។ ការពិនិត្យពិសេសអាចមកដោយមិនប្រាប់មុន ឧទាហរណ៍បន្ទាប់ពីមានពាក្យបណ្ដឹង។
- អធិការបង្ហាញប័ណ្ណរបស់ខ្លួន។
- គេសរសេរកំណត់ហេតុ។ អ្នកអាន សរសេរមតិរបស់អ្នក ហើយចុះហត្ថលេខា ឬបដិសេធ។

## សិទ្ធិរបស់អ្នក
- អ្នកអាចឆ្លើយតបនឹងលិខិតនីមួយៗក្នុងវិបផតថលនេះ។
- អ្នកមិនត្រូវបង់ប្រាក់ឱ្យអធិការដោយផ្ទាល់ទេ។ បើគេទារប្រាក់ សូមទូរស័ព្ទ 1286។
""",
        ),
        (
            "When inspectors come",
            """
Inspectors look whether the people who work are registered and declared as they should be.

## What happens
- An ordinary inspection is announced before. A special one may come without notice, for example after a complaint.
- The inspector shows a card.
- Minutes are written. You read them, add what you want to say, and sign or refuse.

## Your rights
- You can answer each letter in this portal.
- You never pay an inspector directly. If somebody asks for money, call 1286.
""",
        ),
    ),
)
