"""Addresses of what is changed in interventions; the pages themselves join several areas."""

from django.urls import path

from missions.interventions import views

app_name = "interventions"
urlpatterns = [
    path("interventions/<ref:slug>/status/", views.move, name="move"),
    path("interventions/<ref:slug>/own/", views.own, name="own"),
    path("iterations/<ref:slug>/own/", views.own_iteration, name="own_iteration"),
]
