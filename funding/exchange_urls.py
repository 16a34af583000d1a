"""Addresses of what goes out and comes in."""

from django.urls import path

from funding import exchange_views as views

urlpatterns = [
    path("awards/statement/", views.statement, name="statement"),
    path("awards/statement.xlsx", views.statement_sheet, name="statement_sheet"),
    path("awards/statement/pdf/", views.statement_pdf, name="statement_pdf"),
    path("awards/360giving.<slug:form>", views.giving, name="giving"),
    path("awards/import/", views.send, name="import"),
    path("awards/import/<uuid:job>/", views.job, name="import_job"),
    path("awards/<ref:reference>/bought/", views.bought, name="bought"),
]
