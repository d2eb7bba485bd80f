"""The table of demonstration sign-ins says for everybody what to try."""

from uuid import uuid4

from nssf_portal.accounts.demo import PEOPLE, DemoSignIn
from registration.sample import sign_ins


def test_nobody_of_the_demonstration_is_sent_to_the_first_page_only():
    people = [DemoSignIn(one.key, one.role, one.name, one.email, one.phone, uuid4()) for one in PEOPLE]
    lines = sign_ins.table(people, empty=False).splitlines()[2:]
    assert len(lines) == len(PEOPLE)
    assert all(" : " in line for line in lines)
