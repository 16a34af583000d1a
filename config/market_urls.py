"""Addresses of the market: the area's own, and the diagnosis, which joins it with pain points."""

from django.urls import path

from config import diagnosis
from missions.market import urls

app_name = "market"
urlpatterns = [
    path("market/diagnosis/", diagnosis.page, name="diagnosis"),
    *urls.urlpatterns,
]
