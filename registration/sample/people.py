"""Invented members with a number, a name, an identity and a job, written as lines for COPY.

Runs in processes of its own: it knows no database. The same seed gives the same people; only ciphertexts and blind
indexes differ from one installation to the next, because its keys do.
"""

import random
from dataclasses import dataclass

from nssf_portal.identifiers.crypto import blind_index, encrypt
from nssf_portal.identifiers.keys import key_ring
from registration.identity import namespace
from registration.sample.copying import iso, key_of
from registration.sample.enterprises import Employer
from registration.sample.names import Part, names

FIRST_NUMBER = 9_000_000_000
"""Sample members are numbered above this; NSSF's core system and its reserved blocks stay below."""
MEMBER, EMPLOYMENT = 1, 2
PLAN_START = 738_886  # 1 January 2024, the first day of the operational plan

MEMBER_COLUMNS = (
    "id member_number family_name_km given_name_km family_name_latin given_name_latin key_km key_latin sex born_on "
    'born_precision nationality "group" plan_group state commune_code registered_on registered_at channel'
)
IDENTIFIER_COLUMNS = "member_id kind ciphertext blind_index last_four key_id disputed added_at"
EMPLOYMENT_COLUMNS = (
    "id member_id enterprise_id establishment_id commune_code staff_number occupation department wage wage_currency "
    "started_on ended_on end_reason presence channel entered_at"
)

_JOBS = {
    "C": ("Sewing worker", "Cutter", "Packer", "Quality control", "Mechanic", "Line leader", "Store keeper"),
    "F": ("Builder", "Mason", "Electrician", "Driver", "Foreman", "Welder"),
    "I": ("Waiter", "Cook", "Receptionist", "Cleaner", "Cashier"),
    "P": ("Teacher", "Assistant", "Guard", "Accountant"),
}
_OTHER_JOBS = ("Sales", "Cashier", "Driver", "Guard", "Cleaner", "Accountant", "Office staff", "Technician")
_CHANNELS = ("roster",) * 15 + ("web",) * 3 + ("counter", "on_site", "mobile_unit", "one_window")
_REASONS = ("resigned", "resigned", "contract_ended", "contract_ended", "dismissed", "retired")
_COUNTRIES = ("CN", "CN", "CN", "VN", "TH", "PH", "KR")


@dataclass(frozen=True)
class Task:
    """A block of members: whose staff they are, which serials they have, until which day the sample reaches."""

    seed: str
    first_serial: int
    staff: list[tuple[Employer, int]]
    until: int


@dataclass(frozen=True)
class Lines:
    members: bytes
    identifiers: bytes
    employments: bytes


def write(task: Task) -> Lines:
    """The block's lines; depends on nothing but the task and this installation's keys."""
    rng = random.Random(f"{task.seed}:{task.first_serial}")  # noqa: S311  (sample data)
    members, identifiers, jobs = [], [], []
    serial = task.first_serial
    for employer, count in task.staff:
        women = [rng.random() < employer.women for _person in range(count)]
        families = names().families.draw(rng, count)
        given = {True: iter(names().women.draw(rng, sum(women))), False: iter(names().men.draw(rng, count))}
        for is_woman, family in zip(women, families, strict=True):
            person = _Person(rng, serial, task, employer, is_woman, family, next(given[is_woman]))
            members.append(person.member())
            identifiers += person.identifiers()
            jobs.append(person.employment())
            serial += 1
    return Lines("".join(members).encode(), "".join(identifiers).encode(), "".join(jobs).encode())


class _Person:
    """One invented member, drawn in a fixed order."""

    __slots__ = ("at", "born", "channel", "employer", "ended", "family", "foreign", "given", "hired", "key", "key_id",
                 "proved", "registered", "rng", "serial", "sex")  # fmt: skip

    def __init__(
        self, rng: random.Random, serial: int, task: Task, employer: Employer, is_woman: bool, family: Part, given: Part
    ) -> None:
        self.rng, self.serial, self.employer = rng, serial, employer
        self.family, self.given, self.sex = family, given, "F" if is_woman else "M"
        self.key = key_of(MEMBER, serial, rng.getrandbits(62))
        days = task.until - employer.registered_on
        self.hired = employer.registered_on + int(days * rng.random() ** 0.8) if days > 0 else task.until
        told = self.hired + int(rng.expovariate(0.06))
        self.registered = told if told <= task.until else self.hired
        self.born = self.hired - 6600 - int(rng.gammavariate(2.2, 1700.0)) % 15000
        draw = rng.random()
        self.foreign = draw < 0.006
        self.proved = draw < 0.98
        self.ended = draw > 0.93 and task.until - self.hired > 120
        self.channel = "core" if self.registered < PLAN_START else _CHANNELS[rng.randrange(len(_CHANNELS))]
        self.at = f"{iso(self.registered)} 0{1 + serial % 8}:{serial % 59:02d}:00+00"
        self.key_id = key_ring().current

    def member(self) -> str:
        f, g, e = self.family, self.given, self.employer
        foreign_name = ("\t", f"{f.latin}\t{g.latin}") if self.foreign else (f"{f.km}\t{g.km}", f"{f.latin}\t{g.latin}")
        key_km = "" if self.foreign else f"{f.key_km} {g.key_km}"
        nationality = _COUNTRIES[self.serial % len(_COUNTRIES)] if self.foreign else "KH"
        group = "casual" if e.sector in "AF" and self.serial % 9 == 0 else "employee"
        state = "active" if self.proved else "pending"
        return (
            f"{self.key:032x}\t{FIRST_NUMBER + self.serial}\t{foreign_name[0]}\t{foreign_name[1]}\t"
            f"{key_km}\t{f.key_latin} {g.key_latin}\t{self.sex}\t{iso(self.born)}\tday\t{nationality}\t{group}\t"
            f"{e.plan_group}\t{state}\t{e.commune_code}\t{iso(self.registered)}\t{self.at}\t{self.channel}\n"
        )

    def identifiers(self) -> list[str]:
        """An identity unless it is still to be proved, and a phone for most."""
        found = []
        if self.proved:
            kind, number = self._identity()
            country = _COUNTRIES[self.serial % len(_COUNTRIES)] if self.foreign else "KH"
            found.append(self._identifier(kind, number, namespace(kind, country)))
        if self.rng.random() < 0.85:
            found.append(self._identifier("phone", f"+855{_PREFIXES[self.serial % 8]}{self._digits(6)}", "phone"))
        return found

    def _identity(self) -> tuple[str, str]:
        """Numbers are a permutation of the serials, so that no two sample people ever share one."""
        mixed = self.serial * 48_271_397 % 100_000_000
        return ("passport", f"E{mixed:08d}") if self.foreign else ("khmer_id", f"7{mixed:08d}")

    def _identifier(self, kind: str, number: str, space: str) -> str:
        sealed = encrypt(number.encode(), self.key.to_bytes(16, "big")).hex()
        index = blind_index(space, number).hex
        return f"{self.key:032x}\t{kind}\t\\\\x{sealed}\t{index}\t{number[-4:]}\t{self.key_id}\tf\t{self.at}\n"

    def employment(self) -> str:
        rng, e = self.rng, self.employer
        jobs = _JOBS.get(e.sector, _OTHER_JOBS)
        job = jobs[int(len(jobs) * rng.random() ** 1.6)]
        wage = 820_000 + 20_000 * int(rng.expovariate(1 / (e.wage_level * 10)))
        ended = f"{iso(self._last_day())}\t{_REASONS[self.serial % 6]}" if self.ended else "\\N\t\\N"
        return (
            f"{key_of(EMPLOYMENT, self.serial, rng.getrandbits(62)):032x}\t{self.key:032x}\t{e.id}\t{e.office_id}\t"
            f"{e.commune_code}\t{self._digits(5)}\t{job}\t\t{wage}\tKHR\t{iso(self.hired)}\t{ended}\tworking\t"
            f"{self.channel}\t{self.at}\n"
        )

    def _last_day(self) -> int:
        return self.registered + (self.serial * 7919) % max(self.until_left(), 1)

    def until_left(self) -> int:
        """Days between the registration and the sample's last day, at least a month of work."""
        return max(30, self.employer.until - self.registered)

    def _digits(self, count: int) -> str:
        return f"{self.rng.randrange(10**count):0{count}d}"


_PREFIXES = ("12", "10", "96", "97", "88", "71", "16", "92")
