"""What the register says of enterprises on a day: one vocabulary for criteria of awards and conditions of programmes.

Nothing recorded after the end of that day counts, so that the same day gives the same answers for ever."""

from incentives.measuring.answering import Answer, answer
from incentives.measuring.holding import holds, value_of
from incentives.measuring.measured import Measured, facts_on

__all__ = ["Answer", "Measured", "answer", "facts_on", "holds", "value_of"]
