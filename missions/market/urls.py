"""Addresses of the market: suppliers, products, deployments, findings."""

from django.urls import path

from missions.market import finding_views, import_views, outlook_views, record_views, views

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
    path("market/findings/", finding_views.findings, name="findings"),
    path("market/findings/add/", finding_views.add_finding, name="add_finding"),
    path("market/findings/<ref:reference>/", finding_views.finding, name="finding"),
    path("market/findings/<ref:reference>/change/", finding_views.change_finding, name="change_finding"),
    path("market/findings/<ref:reference>/figure/", finding_views.add_figure, name="add_figure"),
    path("market/findings/<ref:reference>/document/", finding_views.add_document, name="add_document"),
    path("market/findings/<ref:reference>/from/<slug:source>/", finding_views.add_piece, name="add_piece"),
    path("market/findings/<ref:reference>/evidence/<int:pk>/take-out/", finding_views.take_out, name="take_out"),
    path("market/findings/<ref:reference>/judge/", finding_views.judge, name="judge"),
    path("market/findings/<ref:reference>/withdraw/", finding_views.withdraw, name="withdraw"),
    path("market/findings/<ref:reference>/revise/", finding_views.revise, name="revise"),
    path("market/download/", views.download, name="download"),
    path("market/import/", import_views.send, name="import"),
    path("market/import/<uuid:job>/", import_views.job, name="import_job"),
]
