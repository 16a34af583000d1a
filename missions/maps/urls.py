"""Addresses of maps."""

from django.urls import path

from missions.maps import views

app_name = "maps"
urlpatterns = [path("map/", views.measure, name="map")]
