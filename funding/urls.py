"""Addresses of awards."""

from django.urls import include, path

from funding import views

app_name = "funding"
urlpatterns = [
    path("", include("funding.exchange_urls")),
    path("", include("funding.claim_urls")),
    path("", include("funding.award_urls")),
    path("awards/", views.awards, name="awards"),
    path("awards.csv", views.download, name="download"),
    path("awards/<ref:reference>/", views.award, name="award"),
]
