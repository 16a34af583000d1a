"""Addresses of people."""

from django.urls import path

from missions.core.soon import soon

app_name = "people"
urlpatterns = [
    path("", soon, name="people"),
    path("account/", soon, name="account"),
    path("invite/", soon, name="invite"),
    path("<int:pk>/", soon, name="person"),
    path("<int:pk>/role/", soon, name="give_role"),
    path("<int:pk>/role/<int:role>/end/", soon, name="end_role"),
    path("<int:pk>/access/", soon, name="access"),
    path("<int:pk>/forget/", soon, name="forget"),
]
