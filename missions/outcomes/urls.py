"""Addresses of outcomes."""

from django.urls import path

from missions.outcomes import benefit_views, collection_views, effect_views, import_views, views

app_name = "outcomes"
urlpatterns = [
    path("outcomes/", views.outcomes, name="outcomes"),
    path("outcomes/<ref:slug>/", views.indicator, name="indicator"),
    path("outcomes/<ref:slug>.csv", views.download, name="download"),
    path("outcomes/<ref:slug>/councils/<ref:code>/", views.series, name="series"),
    path("outcomes/<ref:slug>/own/", views.own, name="own"),
    path("outcomes/<ref:slug>/levels/", views.levels, name="levels"),
    path("outcomes/<ref:slug>/import/", import_views.send, name="import"),
    path("outcomes/<ref:slug>/import/<uuid:job>/", import_views.job, name="import_job"),
    path("outcomes/<ref:slug>/collections/", collection_views.collections, name="collections"),
    path("outcomes/<ref:slug>/collections/<day:period>/", collection_views.collection, name="collection"),
    path("outcomes/<ref:slug>/collections/<day:period>/verify/", collection_views.verify, name="verify"),
    path("outcomes/<ref:slug>/collections/<day:period>/lock/", collection_views.lock, name="lock"),
    path("outcomes/<ref:slug>/collections/<day:period>/<ref:code>/", collection_views.answer, name="answer"),
    path("outcomes/<ref:slug>/collections/<day:period>/<ref:code>/return/", collection_views.give_back, name="give_back"),
    path("outcomes/<ref:slug>/figures/<day:period>/<ref:code>/", collection_views.figure, name="figure"),
    path("outcomes/<ref:slug>/effect/", effect_views.effect, name="effect"),
    path("outcomes/<ref:slug>/effect/compute/", effect_views.compute, name="compute_effect"),
    path("outcomes/<ref:slug>/effect/pdf/", effect_views.effect_pdf, name="effect_pdf"),
    path("benefits/", benefit_views.benefits, name="benefits"),
    path("benefits/pdf/", benefit_views.benefits_pdf, name="benefits_pdf"),
    path("benefits/add/", benefit_views.add, name="add_benefit"),
    path("benefits/<int:pk>/", benefit_views.line, name="benefit_line"),
    path("benefits/<int:pk>/own/", benefit_views.own_line, name="own_benefit_line"),
    path("benefits/<int:pk>/withdraw/", benefit_views.withdraw, name="withdraw_benefit_line"),
    path("published-results/", views.results, name="results"),
]
