from nssf_portal.workflow import Workflow
from registration.core.enums import DeltaState as D
from registration.core.enums import DifferenceState as S

DELTA = Workflow(
    {
        "deliver": ((D.MADE, D.DELIVERED), D.DELIVERED),
        "acknowledge": ((D.MADE, D.DELIVERED), D.ACKNOWLEDGED),
        "take": ((D.TAKING,), D.TAKEN),
    }
)

DIFFERENCE = Workflow(
    {
        "explain": ((S.OPEN,), S.EXPLAINED),
        "settle": ((S.OPEN, S.EXPLAINED), S.SETTLED),
        "reopen": ((S.EXPLAINED, S.SETTLED), S.OPEN),
    }
)
