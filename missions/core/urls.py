"""Addresses of the core."""

from django.urls import path

from missions.core import views

app_name = "core"
urlpatterns = [
    path("figures/<slug:key>/", views.figure, name="figure"),
    path("pdf/<uuid:job>/", views.print_job, name="print_job"),
    path("pdf/<uuid:job>/file/", views.print_file, name="print_file"),
]
