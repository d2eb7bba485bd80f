"""Refusals as problem+json (RFC 9457), in English: programs read them, and people who write programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

TITLES = {
    "no-door": "This service is reached through the security server only.",
    "no-message-id": "X-Road-Id must be a UUID.",
    "no-client": "X-Road-Client is missing or is no identifier.",
    "unknown-client": "This client has no agreement with the Fund.",
    "unknown-service": "There is no such service.",
    "not-granted": "This client may not use this service.",
    "too-often": "More calls than agreed; try again later.",
    "wrong-method": "Messages are sent with POST.",
    "wrong-type": "The body must be application/json.",
    "too-big": "The body is too big.",
    "not-json": "The body is not JSON.",
    "wrong-body": "The body is not as described.",
    "other-body": "A message with this X-Road-Id was received before, with another body.",
    "our-fault": "The Fund could not answer; nothing was changed.",
}
MOST_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place of a body; `pointer` is a JSON pointer (RFC 6901). Never the value itself."""

    pointer: str
    code: str
    detail: str


class Refused(Exception):
    """The message is not taken; raised anywhere while it is looked at, and nothing it did remains."""

    def __init__(self, status: int, code: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.problems = tuple(problems)

    def body(self) -> bytes:
        found = {"type": f"urn:nssf:exchange:{self.code}", "title": TITLES[self.code], "status": self.status}
        told = [asdict(problem) for problem in self.problems[:MOST_PROBLEMS]]
        return json.dumps(found | ({"problems": told} if told else {})).encode()
