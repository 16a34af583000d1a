"""Addresses of rounds for the mission team."""

from django.urls import path

from codesign import views

app_name = "codesign"
urlpatterns = [
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/new/", views.create, name="create"),
    path("rounds/<ref:slug>/", views.page, name="round"),
    path("rounds/<ref:slug>/edit/", views.edit, name="edit"),
    path("rounds/<ref:slug>/launch/", views.launch, name="launch"),
    path("rounds/<ref:slug>/invite/", views.invite, name="invite"),
    path("rounds/<ref:slug>/invitations/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("rounds/<ref:slug>/finish/", views.finish, name="finish"),
    path("rounds/<ref:slug>/submissions/<int:pk>/", views.contribution, name="contribution"),
    path("rounds/<ref:slug>/submissions/<int:pk>/link/", views.link, name="link"),
    path("rounds/<ref:slug>/submissions/<int:pk>/answer/", views.answer, name="answer"),
]
