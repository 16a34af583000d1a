"""Addresses of pain points."""

from django.urls import path

from missions.problems import need_views, views

app_name = "problems"
urlpatterns = [
    path("pain-points/", views.pain_points, name="pain_points"),
    path("needs/", need_views.needs, name="needs"),
    path("pain-points/<ref:reference>/", views.pain_point, name="pain_point"),
    path("pain-points/<ref:reference>/status/", views.move, name="move"),
    path("pain-points/<ref:reference>/own/", views.own, name="own"),
    path("pain-points/<ref:reference>/judge/", views.judge, name="judge"),
]
