"""Addresses of people."""

from django.urls import path

from missions.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="people"),
    path("account/", views.account, name="account"),
    path("invite/", views.invite, name="invite"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/role/", views.give_role, name="give_role"),
    path("<int:pk>/role/<int:role>/end/", views.end_role, name="end_role"),
    path("<int:pk>/access/", views.access, name="access"),
    path("<int:pk>/forget/", views.forget, name="forget"),
]
