"""What every list of first values is written with: the row, and the sources quoted most."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

P168 = "Prakas 168/22 MLVT/Br.K.NSSF (5 July 2022), registration of enterprises and workers"
P449 = "Prakas 449 MLVT (10 November 2017), contributions; Sub-Decree 140 (26 August 2017)"
SD32 = "Sub-Decree 32 (4 March 2021), pension scheme; Prakas 170 (5 July 2022)"
SD144 = "Sub-Decree 144 (19 August 2021), contributory wage for pension"
SD280 = "Sub-Decree 280 (28 August 2023), voluntary health care for the self-employed"
P326 = "Inter-ministerial Prakas 326 (25 November 2022), base daily wage"
LABOUR = "Labour Law (13 March 1997), Article 177"
HOUSE = "Working rule of the portal; NSSF to decide"
NO_TEXT = "No legal text found; NSSF to confirm"

LABOUR_LAW = date(1997, 3, 13)
SINCE_2018 = date(2018, 1, 1)
PENSION = date(2022, 10, 1)
P168_DAY = date(2022, 7, 5)
FIRST = date(2000, 1, 1)


@dataclass(frozen=True)
class Seed:
    code: str
    value: int | Decimal | str | bool
    unit: str
    source: str
    confirmed: bool = True
    since: date = FIRST
    until: date | None = None
    note: str = ""
