"""Whatever a check writes down as evidence has a sentence; what has no answer is never a pass."""

import re
from pathlib import Path

import pytest

from registration import checks
from registration.presenting import evidence

SAID = re.compile(r'(?:passed|failed|warned|unavailable)\((?:CODE|code|"(\w+)"), f?"([^"]+)"')
SHARED = {"person": ["working_age", "self_employed_age"], "certificate": ["valid"]}
FILES = sorted((Path(checks.__file__).parent).glob("*.py"))


def written() -> list[tuple[str, str, str]]:
    """File, check and evidence of every literal in the checks."""
    return [(file.stem, code, said) for file in FILES for code, said in SAID.findall(file.read_text())]


def test_the_checks_were_read():
    assert len(written()) > 15


@pytest.mark.parametrize(("stem", "code", "said"), written())
def test_every_evidence_has_a_sentence(stem, code, said):
    codes = [code] if code else SHARED[stem]
    plain = re.sub(r"\{[^}]*\}", "3", said)
    for one in codes:
        assert evidence.words_of(one, "warn", plain) != plain, f"{one}: {plain}"


@pytest.mark.parametrize(
    ("outcome", "said", "words"),
    [
        ("pass", "moi 2026-11-22", "Ministry of Interior, 22\u00a0November\u00a02026: all agrees."),
        ("unavailable", "moi 2026-11-22", "Ministry of Interior, 22\u00a0November\u00a02026: no answer."),
        ("fail", "moi 2026-11-22 born_on,sex", "differs in date of birth, sex."),
        ("warn", "moi 2026-11-22", "not sure that this is the same person."),
        ("pass", "something_new", "something_new"),
    ],
)
def test_who_was_asked_when_and_what_differs(outcome, said, words):
    assert words in evidence.words_of("proved", outcome, said)


@pytest.mark.parametrize("state", ["confirmed", "denied", "silent", "void", "asked"])
def test_each_answer_of_an_employer_has_a_sentence(state):
    assert evidence.words_of("confirmed", "warn", state) != state


@pytest.mark.parametrize("said", ["no_answer", "not_found", "not_in_force", "in_force", "another_holder"])
def test_each_answer_about_a_certificate_has_a_sentence(said):
    assert evidence.words_of("valid", "warn", f"informal {said}") not in (said, f"informal {said}")
