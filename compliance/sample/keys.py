"""What the parts of the demonstration share: keys that never change, and the word beside what is invented."""

import uuid

_SPACE = uuid.UUID("5f1c0b3e-2a77-4d8e-8a1f-93c6d2e4b715")
SAMPLE = "Sample decision (invented, demonstration only)"


def key(what: str) -> uuid.UUID:
    return uuid.uuid5(_SPACE, what)
