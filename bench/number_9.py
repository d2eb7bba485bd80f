"""Number 9: a member's card as PDF, with its QR code against without; two processes against one."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from typing import Any

from django.utils import timezone, translation

from bench.measuring import Figure, in_turn, median

_ROUNDS, _BATCH = 15, 24
_LANGUAGE = "km"


def measure() -> list[Figure]:
    cards = _cards(_BATCH)
    return [_with_and_without(cards), _two_processes(cards)]


def _with_and_without(cards: list[Any]) -> Figure:
    number = iter(range(10**6))

    def set_type(with_qr: bool) -> None:
        _typeset(cards[next(number) % _BATCH], with_qr)

    sides = {"with": lambda: set_type(True), "without": lambda: set_type(False)}
    in_turn(sides, 3)  # the first times are for warming up
    times = in_turn(sides, _ROUNDS)
    spent, bare = median(times["with"]), median(times["without"])
    ratio = spent / bare
    detail = f"{spent * 1000:.1f} / {bare * 1000:.1f} ms"
    return Figure("9", "card PDF with QR code / without", ratio, "<= 1.2", ratio <= 1.2, detail)


def _two_processes(cards: list[Any]) -> Figure:
    spawn = multiprocessing.get_context("spawn")
    one = ProcessPoolExecutor(1, mp_context=spawn, initializer=_start)
    two = ProcessPoolExecutor(2, mp_context=spawn, initializer=_start)
    with one, two:
        sides = {"one": lambda: _all(one, cards), "two": lambda: _all(two, cards)}
        in_turn(sides, 1)
        times = in_turn(sides, 3)
    ratio = median(times["one"]) / median(times["two"])
    detail = (
        f"{_BATCH / median(times['one']):.0f} and {_BATCH / median(times['two']):.0f} cards/s, {os.cpu_count()} cores"
    )
    return Figure("9", "cards by two processes / by one", ratio, ">= 1.7", ratio >= 1.7, detail)


def _cards(count: int) -> list[Any]:
    """Signed, not saved: typesetting is what is measured."""
    from bench.register import a_few_members
    from registration.cards import keys, services

    key, now = keys.signing_key(make_first=True), timezone.now()
    last_day = timezone.localdate() + timedelta(days=300)
    members = a_few_members(count)
    members = (members * count)[:count]
    return [services._signed(member, key, version=1, at=now, expires_on=last_day) for member in members]


def _start() -> None:
    import django

    django.setup()


def _all(pool: ProcessPoolExecutor, cards: list[Any]) -> None:
    list(pool.map(_typeset, cards))


def _typeset(card: Any, with_qr: bool = True) -> int:
    from nssf_portal.documents.pdf import typeset
    from registration.cards import presenting

    with translation.override(_LANGUAGE):
        context = presenting.card_context(card, _LANGUAGE, with_qr=with_qr)
    return len(typeset(presenting.TEMPLATE, context, _LANGUAGE))
