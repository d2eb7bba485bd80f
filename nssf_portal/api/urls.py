"""Fixed addresses: /api/v1/... and /api/schema/; apps registered theirs (routes.py)."""

from django.urls import include, path, re_path

from nssf_portal.api.base import NotHere
from nssf_portal.api.routes import modules
from nssf_portal.api.schema import schema_view
from nssf_portal.api.views import exports, token, webhooks

app_name = "api"
urlpatterns = [
    path("schema/", schema_view, name="schema"),
    path("v1/token", token.TokenView.as_view(), name="token"),
    path("v1/exports", exports.ExportsView.as_view(), name="exports"),
    path("v1/exports/<uuid:export_id>", exports.ExportView.as_view(), name="export"),
    path("v1/exports/<uuid:export_id>/file", exports.ExportFileView.as_view(), name="export_file"),
    path("v1/webhooks", webhooks.WebhooksView.as_view(), name="webhooks"),
    path("v1/webhooks/<uuid:webhook_id>", webhooks.WebhookView.as_view(), name="webhook"),
    *(path("v1/", include(module)) for module in modules()),
    re_path(r"^[\s\S]*$", NotHere.as_view(), name="not_here"),  # line breaks too, which a path leaves out
]
