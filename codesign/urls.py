"""Addresses of rounds for the mission team."""

from django.urls import path

from codesign import draft_urls, merge_views, moderation_views, result_views, views

app_name = "codesign"
urlpatterns = [
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/new/", views.create, name="create"),
    path("rounds/<ref:slug>/", views.page, name="round"),
    path("rounds/<ref:slug>/edit/", views.edit, name="edit"),
    path("rounds/<ref:slug>/launch/", views.launch, name="launch"),
    path("rounds/<ref:slug>/invite/", views.invite, name="invite"),
    path("rounds/<ref:slug>/invitations/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("rounds/<ref:slug>/results/", result_views.results, name="results"),
    path("rounds/<ref:slug>/results/<int:position>/", result_views.statement, name="statement_results"),
    path("rounds/<ref:slug>/moderation/", moderation_views.queue, name="moderation"),
    path("rounds/<ref:slug>/moderation/accept/", moderation_views.accept, name="accept"),
    path("rounds/<ref:slug>/moderation/log.csv", moderation_views.log, name="download_moderation"),
    path("rounds/<ref:slug>/moderation/<int:pk>/", moderation_views.reject, name="reject"),
    path("rounds/<ref:slug>/merges/", merge_views.merges, name="merges"),
    path("rounds/<ref:slug>/merges/new/", merge_views.merge, name="merge"),
    path("rounds/<ref:slug>/merges/<int:pk>/undo/", merge_views.undo, name="undo_merge"),
    path("rounds/<ref:slug>/finish/", views.finish, name="finish"),
    path("rounds/<ref:slug>/submissions/<int:pk>/", views.contribution, name="contribution"),
    path("rounds/<ref:slug>/submissions/<int:pk>/link/", views.link, name="link"),
    path("rounds/<ref:slug>/submissions/<int:pk>/answer/", views.answer, name="answer"),
    *draft_urls.urlpatterns,
]
