from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """django.contrib.admin behind the portal's own door."""

    default_site = "nssf_portal.accounts.admin_site.PortalAdminSite"
