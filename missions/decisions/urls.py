"""Addresses of decisions."""

from django.urls import path

from missions.decisions import delegation_views, iteration_views, views

app_name = "decisions"
urlpatterns = [
    path("decisions/", views.decisions, name="decisions"),
    path("iterations/<ref:slug>/decide/", iteration_views.decide, name="decide_iteration"),
    path("decisions/ask/", views.ask, name="ask"),
    path("decisions/delegations/", delegation_views.delegations, name="delegations"),
    path("decisions/delegations/<int:pk>/end/", delegation_views.end, name="end_delegation"),
    path("decisions/<int:pk>/", views.decision, name="decision"),
    path("decisions/<int:pk>/take/", views.take, name="take"),
    path("decisions/<int:pk>/ask-for-more/", views.ask_for_more, name="ask_for_more"),
    path("decisions/<int:pk>/answer/", views.answer_with_more, name="answer_with_more"),
    path("decisions/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
