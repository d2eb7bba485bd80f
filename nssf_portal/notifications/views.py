"""One's own messages in the portal, how one wants to be told, and the address Telegram calls."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.notifications import chats, inbox, quiet, telegram
from nssf_portal.notifications.forms import PreferenceForm
from nssf_portal.notifications.models import Message, TelegramChat
from nssf_portal.notifications.preferences import choose, preference_of

PER_PAGE = 25
MAX_UPDATE = 64 * 1024


@require_safe
def inbox_list(request: HttpRequest) -> HttpResponse:
    """What we told this person, newest first."""
    page = Paginator(Message.objects.visible_to(request.user).newest_first(), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "rows": inbox.rows(page), "unread": inbox.count(request.user).unread}
    return render(request, "notifications/inbox.html", context)


@require_POST
def read_one(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Mark one message as read; once more changes nothing."""
    mine = Message.objects.visible_to(request.user).filter(pk=message_id)
    if not mine.exists():
        raise Http404
    mine.unread().update(read_at=timezone.now())
    return redirect("notifications:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    Message.objects.visible_to(request.user).unread().update(read_at=timezone.now())
    return redirect("notifications:inbox")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Which ways are open, which comes first, and in which language."""
    form = PreferenceForm.of(request.user, preference_of(request.user), request.POST or None)
    if request.method == "POST" and form.is_valid():
        choose(request.user, **form.cleaned_data)
        messages.success(request, _("We tell you the way you chose."))
        return redirect("notifications:preferences")
    chat = TelegramChat.objects.filter(user=request.user).first()
    opens, closes = quiet.hours()
    context = {"form": form, "bot": chats.bot(), "chat": chat, "link": "" if chat else chats.open_link(request)}
    context |= {"opens": opens, "closes": closes}
    return render(request, "notifications/preferences.html", context)


@require_POST
def connect_telegram(request: HttpRequest) -> HttpResponse:
    """Make a link for this person's Telegram; it is shown on the next page and good once."""
    if not chats.bot():
        raise Http404
    chats.keep_link(request)
    return redirect("notifications:preferences")


@require_POST
def disconnect_telegram(request: HttpRequest) -> HttpResponse:
    chats.unbind(request.user)
    messages.success(request, _("Telegram is no longer connected."))
    return redirect("notifications:preferences")


@csrf_exempt
@login_not_required
@require_POST
def telegram_webhook(request: HttpRequest, secret: str) -> HttpResponse:
    """Take what Telegram sends; the answer is a message back into that chat (Bot API, "making requests when")."""
    if not telegram.is_telegram(secret, request.headers.get("x-telegram-bot-api-secret-token", "")):
        raise Http404
    update = _update(request)
    with translation.override(_language(update)):
        text = telegram.heard(update)
    if not text:
        return JsonResponse({})
    return JsonResponse({"method": "sendMessage", "chat_id": update["message"]["chat"]["id"], "text": text})


def _update(request: HttpRequest) -> dict[str, Any]:
    """Read the update; nonsense is an update in which nothing happened, so that it is not sent again and again."""
    if int(request.headers.get("content-length") or 0) > MAX_UPDATE:
        return {}
    try:
        update = json.loads(request.body)
    except ValueError:
        return {}
    return update if isinstance(update, dict) else {}


def _language(update: dict[str, Any]) -> str:
    said = update.get("message")
    sender = said.get("from") if isinstance(said, dict) else None
    return "en" if isinstance(sender, dict) and sender.get("language_code") == "en" else "km"
