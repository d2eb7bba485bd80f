from django.urls import path

from reporting.views import figures

app_name = "reporting_figures"
urlpatterns = [
    path("", figures.every, name="every"),
    path("of/<uuid:figure_id>/", figures.figure, name="figure"),
    path("<slug:indicator_code>/", figures.live, name="live"),
    path("<slug:indicator_code>/rows/", figures.rows, name="rows"),
]
