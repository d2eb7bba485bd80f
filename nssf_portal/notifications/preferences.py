"""Which way somebody who signs in wants to be told."""

from typing import TYPE_CHECKING, Any

from nssf_portal.notifications.models import Channel, Preference, TelegramChat

if TYPE_CHECKING:
    from nssf_portal.accounts.models import User

ORDER = (Channel.SMS, Channel.EMAIL, Channel.TELEGRAM)


def preference_of(user: "User") -> Preference:
    """What this person chose, or what holds for who chose nothing."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def choose(user: "User", *, language: str, **chosen: Any) -> None:
    """Keep what this person chose; sent twice it is the same choice."""
    Preference.objects.update_or_create(user=user, defaults=chosen)
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])


def ways(user: "User", preference: Preference) -> list[str]:
    """The ways that are switched on and lead somewhere, the first one first."""
    leads = {
        Channel.SMS: bool(user.phone) and user.phone_verified,
        Channel.EMAIL: bool(user.email),
        Channel.TELEGRAM: TelegramChat.objects.filter(user=user).exists(),
    }
    usable = [str(way) for way in ORDER if getattr(preference, way) and leads[way]]
    return sorted(usable, key=lambda way: way != preference.first)


def chosen_channel(user: "User", asked: str) -> str:
    """The way a message meant for `asked` goes: as chosen, else the next one that is on, else into the portal.

    Who never chose gets it as the sender meant it."""
    chosen = Preference.objects.filter(user=user).first() if asked != Channel.PORTAL else None
    if chosen is None:
        return asked
    usable = ways(user, chosen)
    if asked in usable and not chosen.first:
        return asked
    return usable[0] if usable else Channel.PORTAL


def way_to(user: "User") -> str:
    """The best way to tell this person something now; into the portal when no other is open."""
    usable = ways(user, preference_of(user))
    return usable[0] if usable else Channel.PORTAL
