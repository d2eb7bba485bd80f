from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "nssf_portal.places"
    label = "places"
