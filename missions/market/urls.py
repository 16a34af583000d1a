"""Addresses of the market: suppliers, products, deployments, findings."""

from django.urls import path

from missions.market import import_views, outlook_views, record_views, views

app_name = "market"
urlpatterns = [
    path("market/", views.market, name="market"),
    path("market/councils/", views.councils, name="councils"),
    path("market/councils/<ref:code>/", views.council, name="council"),
    path("market/councils/<ref:code>/record/", record_views.record, name="record"),
    path("market/councils/<ref:code>/answer/", record_views.answer, name="answer"),
    path("market/systems/<int:pk>/", record_views.correct, name="correct"),
    path("market/systems/<int:pk>/end/", record_views.end, name="end"),
    path("market/systems/<int:pk>/confirm/", record_views.confirm, name="confirm"),
    path("market/not-seen/", views.not_seen, name="not_seen"),
    path("market/changes/", views.changed, name="changes"),
    path("market/windows/", outlook_views.contract_windows, name="windows"),
    path("market/leverage/", outlook_views.leverage, name="leverage"),
    path("market/download/", views.download, name="download"),
    path("market/import/", import_views.send, name="import"),
    path("market/import/<uuid:job>/", import_views.job, name="import_job"),
]
