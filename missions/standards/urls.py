"""Addresses of standards, their versions and tests."""

from django.urls import path

from missions.standards import conformance_views, version_views, views

app_name = "standards"
urlpatterns = [
    path("standards/", views.standards, name="standards"),
    path("standards/products/<slug:product>/", views.product, name="product"),
    path("standards/<ref:slug>/", views.standard, name="standard"),
    path("standards/<ref:slug>/what-a-pass-shows/", version_views.pass_stage, name="pass_stage"),
    path("standards/<ref:slug>/add/", version_views.add, name="add"),
    path("standards/<ref:slug>/versions/<ref:number>/", views.version, name="version"),
    path("standards/<ref:slug>/versions/<ref:number>/schema.json", views.schema, name="schema"),
    path("standards/<ref:slug>/versions/<ref:number>/change/", version_views.change, name="change"),
    path("standards/<ref:slug>/versions/<ref:number>/publish/", version_views.publish, name="publish"),
    path("standards/<ref:slug>/versions/<ref:number>/withdraw/", version_views.withdraw, name="withdraw"),
    path("standards/<ref:slug>/test/", conformance_views.ask, name="ask"),
    path("standards/<ref:slug>/tests/<uuid:test>/", conformance_views.test, name="test"),
    path("standards/<ref:slug>/tests/<uuid:test>/report.csv", conformance_views.download, name="download_report"),
]
