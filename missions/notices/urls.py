"""Addresses of how people hear of things."""

from django.urls import path

from missions.notices import views

app_name = "notices"
urlpatterns = [
    path("messages/", views.rhythm, name="rhythm"),
    path("messages/calendar/", views.calendar, name="calendar"),
    path("missions/<slug:mission>/reminders/", views.trail, name="trail"),
]
