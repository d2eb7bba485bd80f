"""Addresses of an employer's staff, under /employer/; taken into `registration.urls`."""

from django.urls import path

from registration.views import employer_exports as exports
from registration.views import employer_person as person
from registration.views import employer_staff as staff

_STAFF = "<uuid:enterprise_id>/staff/"
_PERSON = _STAFF + "<uuid:employment_id>/"
_EXPORT = _STAFF + "files/<uuid:export_id>/"

urlpatterns = [
    path(_STAFF, staff.staff_list, name="staff"),
    path(_STAFF + "add/", staff.staff_add, name="staff_add"),
    path(_STAFF + "added/<uuid:row_id>/", staff.staff_added, name="staff_added"),
    path(_STAFF + "files/", exports.staff_export, name="staff_export"),
    path(_EXPORT, exports.export_page, name="staff_export_page"),
    path(_EXPORT + "confirm/", exports.export_confirm, name="staff_export_confirm"),
    path(_EXPORT + "take/", exports.export_take, name="staff_export_take"),
    path(_PERSON, person.staff_person, name="staff_person"),
    path(_PERSON + "change/", person.staff_change, name="staff_change"),
    path(_PERSON + "end/", person.staff_end, name="staff_end"),
]
