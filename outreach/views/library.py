"""Plain words for everybody: no sign-in, no script needed, nothing kept about who reads."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nssf_portal.khmer.cleaning import clean
from nssf_portal.law.limits import client_address, within_limit
from outreach import first_steps, plain_pages
from outreach.enums import PageTopic
from outreach.forms_library import QuestionForm
from outreach.models import AskedQuestion, PlainPage
from outreach.services import library as services

FOLDER = "outreach/library"
_LIMIT, _PER_HOUR = "library.questions_per_address", 20
_PAGE, _MOST = 20, 500
_SHARE = "https://t.me/share/url?"


def _answered() -> QuerySet[AskedQuestion]:
    return AskedQuestion.objects.filter(published_at__isnull=False)


@login_not_required
@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """Pages by topic, or what was searched for, in Khmer or in Latin letters."""
    query = request.GET.get("q", "").strip()[: plain_pages.LONGEST_QUERY]
    searched = bool(plain_pages.words_of(query))
    rows = plain_pages.search(query) if searched else PlainPage.objects.published()
    found = plain_pages.ranked(query, rows.order_by("topic", "slug")) if searched else list(rows)
    context = {
        "query": query,
        "searched": searched,
        "found": found,
        "topics": [(topic, [one for one in found if one.topic == topic]) for topic in PageTopic],
        "asked": list(plain_pages.asked_with(query, _answered()[:_MOST]))[:_PAGE] if searched else _answered()[:5],
    }
    return render(request, f"{FOLDER}/list.html", context)


@login_not_required
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page: what it says, what people asked, from where it is, and when it is looked at again."""
    found = get_object_or_404(PlainPage.objects.published(), slug=slug)
    context = {"page": found, "body": plain_pages.shown(found.body), **_links(request, found)}
    context["step"] = first_steps.step_of(slug)
    context["asked"] = _answered().filter(slug=slug).order_by("asked_at", "id")[:_PAGE]
    context["others"] = PlainPage.objects.published().filter(topic=found.topic).exclude(pk=found.pk)[:6]
    return render(request, f"{FOLDER}/page.html", context)


def _links(request: HttpRequest, found: PlainPage) -> dict[str, Any]:
    """The page's own address, and the same handed to a messenger; nothing is loaded from elsewhere."""
    address = request.build_absolute_uri(request.path)
    return {"address": address, "telegram": _SHARE + urlencode({"url": address, "text": found.title})}


@login_not_required
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Everything people asked and the Fund answered, the newest first."""
    shown = Paginator(_answered(), _PAGE).get_page(request.GET.get("page"))
    titles = {one.slug: one.title for one in PlainPage.objects.published()}
    rows = [(one, titles.get(one.slug, "")) for one in shown]
    return render(request, f"{FOLDER}/questions.html", {"page": shown, "rows": rows})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A question that no page answers, without a name."""
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not within_limit(_LIMIT, client_address(request), default=_PER_HOUR):
            form.add_error(None, _("Many questions came from your address. Try again in an hour, or call the hotline."))
            return render(request, f"{FOLDER}/ask.html", {"form": form}, status=429)
        _keep(request, form.cleaned_data)
        messages.success(request, _("Thank you. When it is answered, question and answer appear here."))
        return redirect("learn:list")
    return render(request, f"{FOLDER}/ask.html", {"form": form}, status=422 if form.errors else 200)


def _keep(request: HttpRequest, given: dict[str, Any]) -> None:
    about = PlainPage.objects.published().filter(slug=clean(request.GET.get("about", ""))[:60]).first()
    services.ask(
        question=given["question"],
        in_english=plain_pages.language() == "en",
        slug=about.slug if about else "",
        submission_id=given["submission_id"],
        where=str(_("on this site")),
    )
