"""What every view of the API is: a token, a scope for each method, JSON, counted."""

from typing import Any, ClassVar

from rest_framework.authentication import BaseAuthentication
from rest_framework.parsers import BaseParser
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from nssf_portal.api.authentication import BearerAuthentication, HasScope, count_request
from nssf_portal.api.parsing import LimitedJSONParser
from nssf_portal.api.problems import Problem, handle


class ApiView(APIView):
    """`scopes` says what each method needs; a method that is not in it is open to every client."""

    scopes: ClassVar[dict[str, str]] = {}
    authentication_classes: ClassVar[list[type[BaseAuthentication]]] = [BearerAuthentication]
    permission_classes: ClassVar[list[type[BasePermission]]] = [HasScope]
    renderer_classes: ClassVar[list[type[BaseRenderer]]] = [JSONRenderer]
    parser_classes: ClassVar[list[type[BaseParser]]] = [LimitedJSONParser]
    throttle_classes: ClassVar[list[type]] = []  # they do not count what comes at the same moment

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.count(request)

    def count(self, request: Request) -> None:
        count_request(request)

    def get_exception_handler(self) -> Any:
        return handle

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        finished = super().finalize_response(request, response, *args, **kwargs)
        finished.headers.setdefault("Cache-Control", "no-store")
        return finished


class NotHere(ApiView):
    """Any other address under /api/: a problem as everywhere, not a page."""

    authentication_classes: ClassVar[list[type[BaseAuthentication]]] = []
    permission_classes: ClassVar[list[type[BasePermission]]] = []
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Problem("not_found")

    def get(self, request: Request, **kwargs: Any) -> Response:
        raise Problem("not_found")
