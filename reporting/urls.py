from django.urls import path

from reporting.views import new_members

app_name = "reporting"
urlpatterns = [
    path("", new_members.page, name="new_members"),
    path("new-members.csv", new_members.download, name="new_members_csv"),
]
