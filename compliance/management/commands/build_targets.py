from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation

from compliance.models import TargetLine, TargetList
from compliance.services.building import MonthIsOver, build, on_the_list
from compliance.targeting.sentences import sentence
from nssf_portal.accounts.models import Office
from nssf_portal.runtime.command import CommandFailed, JsonCommand


class Command(JsonCommand):
    help = "Choose the enterprises an office visits in a month, each with its reasons; again refreshes the list."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", metavar="YYYY-MM", required=True)
        parser.add_argument("--office", metavar="CODE", required=True, help="HQ, else the code of the place it serves.")
        parser.add_argument("--capacity", metavar="N", type=int, required=True, help="Visits the office can make.")

    def work(self, **options: Any) -> dict[str, Any]:
        started = timezone.now()
        month, office = _month(options["month"]), _office(options["office"])
        if options["capacity"] < 1:
            raise CommandFailed("capacity_invalid", "The capacity is a number of visits, 1 or more.")
        try:
            listed = build(office=office, month=month, capacity=options["capacity"], by=None)
        except MonthIsOver as over:
            raise CommandFailed("month_is_over", str(over)) from over
        top = _top(listed)
        return {
            "candidates": listed.candidates,
            "selected": len(top),
            "seconds": round((timezone.now() - started).total_seconds(), 3),
            "top": top,
        }


def _month(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError as error:
        raise CommandFailed("month_invalid", "Write the month as year-month: 2026-12.") from error


def _office(code: str) -> Office:
    found = Office.objects.filter(tree=Office.Tree.NSSF, code=code).first()
    if found is None:
        raise CommandFailed("office_unknown", "The Fund has no office with this code: HQ, or a place's code.")
    return found


def _top(listed: TargetList) -> list[dict[str, Any]]:
    """Every chosen line, best first, with its reasons in plain English words."""
    lines = on_the_list(listed).select_related("enterprise").prefetch_related("reasons").order_by("-score", "rank")
    with translation.override("en"):
        return [_said(line) for line in lines]


def _said(line: TargetLine) -> dict[str, Any]:
    return {
        "enterprise": line.enterprise.reference,
        "nssf_number": line.enterprise.nssf_number,
        "score": float(line.score),
        "reasons": [sentence(reason) for reason in line.reasons.all()],
    }
