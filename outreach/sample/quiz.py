"""The demonstration's quizzes and competitions; all answers in it are invented."""

from datetime import timedelta
from zlib import crc32

from nssf_portal.accounts.models import User
from outreach import door
from outreach.enums import QuizMoment
from outreach.models import (
    Activity,
    ActivityQuestion,
    Competition,
    CompetitionQuestion,
    QuizAnswer,
    QuizChoice,
    QuizQuestion,
)
from outreach.sample.keys import activity
from outreach.services import competing, playing, quizzing

_PHONES = 60  # before, at most; after somewhat fewer answer
_TEAMS = ("ផ្កាឈូក", "ទន្លេមេគង្គ", "Angkor Tigers", "ត្នោត")
_KNOWN = {QuizMoment.BEFORE: 46, QuizMoment.AFTER: 79}  # right answers of 100


def load(people: dict[str, User]) -> None:
    """Verified activities have both quizzes; one competition is over, one waits for its teams."""
    officer = people["outreach"]
    for one in Activity.objects.counted().select_related("type"):
        _quiz(one)
    coming = activity("workshop")
    quizzing.choose(coming, quizzing.proposed(coming), by=officer)
    _finished(activity("course"), officer)
    _open(activity("competition"), officer)


def _quiz(one: Activity) -> None:
    """Telephones answer before it began and after it ended, most of them both times."""
    questions = quizzing.proposed(one)
    ActivityQuestion.objects.bulk_create(
        ActivityQuestion(activity=one, question=question, order=order) for order, question in enumerate(questions, 1)
    )
    phones = _PHONES - crc32(one.pk.bytes) % 30
    rows: list[QuizAnswer] = []
    for moment, count in ((QuizMoment.BEFORE, phones), (QuizMoment.AFTER, phones - phones // 6)):
        for number in range(count):
            rows += [_answer(one, question, moment, number) for question in questions]
    QuizAnswer.objects.bulk_create(rows)


def _answer(one: Activity, question: QuizQuestion, moment: QuizMoment, number: int) -> QuizAnswer:
    at = one.starts_at - timedelta(minutes=20) if moment == QuizMoment.BEFORE else one.ends_at
    drawn = crc32(f"{one.pk}{question.pk}{moment}{number}".encode())
    known = _KNOWN[moment] + crc32(question.pk.bytes) % 20 - 10
    choice = _choice(question, drawn, is_right=drawn % 100 < known)
    device = door.digest_of(f"sample {one.pk} {number}")
    return QuizAnswer(
        activity=one, question=question, choice=choice, moment=moment, device=device, answered_at=at
    )  # fmt: skip


def _choice(question: QuizQuestion, drawn: int, *, is_right: bool) -> QuizChoice | None:
    """The right one, a wrong one, or "I don't know"."""
    wrong = [one for one in question.choices.all() if not one.is_right]
    right = next(one for one in question.choices.all() if one.is_right)
    return right if is_right else [*wrong, None][drawn // 100 % (len(wrong) + 1)]


def _prepared(one: Activity, officer: User, prizes: str) -> Competition:
    made = competing.create(one, seconds=20, prizes=prizes, by=officer)
    questions = list(quizzing.in_use().filter(confirmed=True).order_by("kind", "pk")[:8])
    competing.add_questions(made, questions[:4], in_round=1, points=10, by=officer)
    competing.add_questions(made, questions[4:], in_round=2, points=20, by=officer)
    return competing.open_for_teams(made, by=officer)


def _joined(made: Competition) -> None:
    for number in range(12):
        playing.join(made, device=f"sample {number}", name=_TEAMS[number % len(_TEAMS)])


def _finished(one: Activity, officer: User) -> None:
    """A competition with its result."""
    made = _prepared(one, officer, "កាបូបស្ពាយចំនួនបី សម្រាប់ក្រុមលេខ១ (គំរូ)")
    _joined(made)
    competing.start(made, by=officer)
    for asked in made.questions.prefetch_related("question__choices"):
        running = competing.ask(asked, by=officer)
        for number in range(12):
            _play(made, running, number)
        competing.close_question(running, by=officer)
    competing.close(made, by=officer)


def _play(made: Competition, asked: CompetitionQuestion, number: int) -> None:
    phone = playing.phone_of(made, f"sample {number}")
    drawn = crc32(f"{asked.question_id}{number}".encode())
    choice = _choice(asked.question, drawn, is_right=drawn % 100 < 45 + 12 * (number % len(_TEAMS)))
    if phone is not None and choice is not None:
        playing.answer(phone, asked, choice)


def _open(one: Activity, officer: User) -> None:
    """Teams have joined; an officer begins whenever the visitor wants."""
    made = _prepared(one, officer, "សៀវភៅ និងប៊ិចសម្រាប់គ្រប់ក្រុម (គំរូ)")
    _joined(made)
