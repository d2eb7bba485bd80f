from nssf_portal.accounts.models.contact_code import ContactCode
from nssf_portal.accounts.models.grant import RoleGrant
from nssf_portal.accounts.models.office import Institution, Office
from nssf_portal.accounts.models.user import User

__all__ = ["ContactCode", "Institution", "Office", "RoleGrant", "User"]
