"""Studies of analysts: priority groups and family packages."""

from django.urls import path

from registration.views import analyst

app_name = "studies"

urlpatterns = [
    path("groups/", analyst.groups, name="groups"),
    path("groups/figures/", analyst.figure_add, name="figure_add"),
    path("groups/weights/", analyst.weights_save, name="weights"),
    path("groups/<int:number>/", analyst.group, name="group"),
    path("packages/", analyst.package_list, name="packages"),
    path("packages/<int:package_id>/", analyst.package, name="package"),
]
