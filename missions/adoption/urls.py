"""Addresses of adoption."""

from django.urls import path

from missions.adoption import views

app_name = "adoption"
urlpatterns = [
    path("interventions/<ref:slug>/adoption/", views.adoption, name="adoption"),
    path("interventions/<ref:slug>/adoption.csv", views.download, name="download"),
    path("interventions/<ref:slug>/adoption/<ref:code>/record/", views.record, name="record"),
    path("interventions/<ref:slug>/adoption/<ref:code>/record/<int:pk>/correct/", views.correct, name="correct"),
]
