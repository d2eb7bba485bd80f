from nssf_portal.workflow import Workflow
from registration.cards.enums import CardState, KeyState

C, K = CardState, KeyState

CARD = Workflow({"replace": ((C.ISSUED,), C.REPLACED), "revoke": ((C.ISSUED, C.REPLACED), C.REVOKED)})

CARD_KEY = Workflow(
    {
        "activate": ((K.PUBLISHED,), K.ACTIVE),
        "retire": ((K.ACTIVE,), K.RETIRED),
        "withdraw": ((K.PUBLISHED, K.ACTIVE, K.RETIRED), K.WITHDRAWN),
    }
)
