"""Why an act on a case is not done, in words for the person who tried it."""

from nssf_portal.accounts.models import User
from nssf_portal.workflow import NotPossible


class Refused(NotPossible):
    """A rule stands in the way; the text says which one and what to do."""

    def __init__(self, text: str, obj: object = None, move: str = "") -> None:
        Exception.__init__(self, text)
        self.obj, self.move = obj, move


class Tied(Refused):
    """The person declared a conflict of interest, or represents the enterprise."""

    def __init__(self, text: str, user: User) -> None:
        super().__init__(text)
        self.user = user
