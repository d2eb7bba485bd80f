"""OpenID Connect through django-allauth: its discovery, state, PKCE and token exchange; what follows is the port's.

No account is made, signed in or linked by allauth here: the person goes to whoever started the visit. So allauth's own
tables stay empty, and no claim is stored in clear.
"""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from redis.exceptions import RedisError
from requests import RequestException

from nssf_portal.exchange import conf
from nssf_portal.exchange.contracts import as_date, as_text
from nssf_portal.exchange.identity import evidence, flow
from nssf_portal.exchange.identity.persons import OIDC, Person
from nssf_portal.khmer.phones import normalise_phone

BAD_ANSWER = (RequestException, OAuth2Error, RedisError, KeyError, TypeError, ValueError)
"""No answer, a refusal, an answer of another shape, or no cache in which a used token is noted."""


class Wire(OpenIDConnectOAuth2Adapter):
    """allauth's adapter with one fixed callback address, and an id_token whose signature is always checked."""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return build_absolute_uri(request, reverse("identity:oidc"), self.redirect_uri_protocol)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict:
        config = self.openid_config
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=config["jwks_uri"],
            issuer=config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        login = super().complete_login(request, app, token, **kwargs)
        said = login.account.extra_data
        if said["id_token"].get("sub") != said.get("userinfo", said["id_token"]).get("sub"):
            raise OAuth2Error("another subject")  # OpenID Connect Core 5.3.2
        return login


class Provider(OpenIDConnectProvider):
    oauth2_adapter_class = Wire


class SocialAdapter(DefaultSocialAccountAdapter):
    """The environment names the server; the port decides what becomes of a person."""

    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        return [_app()] if conf.oidc_configured() else []

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Provider:
        return Provider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """An address somebody else vouches for opens no account."""
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        visit = flow.take_visit(request, OIDC)
        if visit is None:
            raise ImmediateHttpResponse(flow.failed(request, None, "foreign"))
        person = person_of(sociallogin.account.extra_data)
        raise ImmediateHttpResponse(flow.finish(request, visit, person))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> NoReturn:
        raise ImmediateHttpResponse(_failed(request, error, exception))


def _app() -> SocialApp:
    return SocialApp(
        provider=Provider.id,
        provider_id=OIDC,
        name=conf.oidc_name(),
        client_id=settings.OIDC_CLIENT_ID,
        secret=settings.OIDC_SECRET,
        settings={
            "server_url": settings.OIDC_SERVER_URL.rstrip("/"),
            "oauth_pkce_enabled": True,  # off by default there
            "scope": ["openid", "profile", "phone"],
        },
    )


def _failed(request: HttpRequest, error: Any, exception: Exception | None) -> HttpResponse:
    visit = flow.take_visit(request, OIDC)
    if error == AuthError.CANCELLED or visit is None:
        return flow.failed(request, visit, "cancelled" if visit else "foreign")
    reason = "unavailable" if isinstance(exception, RequestException | RedisError) else "refused"
    evidence.note_failure(OIDC, reason)
    return flow.failed(request, visit, reason)


def back(request: HttpRequest) -> HttpResponse:
    """Answer the browser that comes back from the server."""
    if not conf.oidc_configured():
        raise Http404
    try:
        return OAuth2CallbackView.adapter_view(Wire(request, OIDC))(request)
    except BAD_ANSWER as error:
        return _failed(request, AuthError.UNKNOWN, error)


def person_of(said: dict[str, Any]) -> Person:
    """Bring standard claims (OpenID Connect Core 5.1, Khmer names by language tag) to a person."""
    claims = {**said["id_token"], **said.get("userinfo", {})}
    kept = {name: as_text(claims.get(theirs)) for name, theirs in _NAMES.items()}
    sex = {"male": "M", "female": "F"}.get(as_text(claims.get("gender")).lower(), "")
    return Person(
        provider=OIDC,
        subject=as_text(claims["sub"]),
        as_of=timezone.now(),
        exchange_id=evidence.keep(OIDC, claims),
        sex=sex,
        born_on=as_date(claims.get("birthdate")),
        phone=normalise_phone(as_text(claims.get("phone_number"))) or "",
        **kept,
    )


_NAMES = {
    "family_name_km": "family_name#km",
    "given_name_km": "given_name#km",
    "family_name_latin": "family_name",
    "given_name_latin": "given_name",
}
