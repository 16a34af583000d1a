"""Addresses of portfolios, and of their reports: the same pages as a mission's."""

from django.urls import include, path

from missions.reports import portfolio_views
from missions.reports.urls import urlpatterns as reports

app_name = "portfolio_reports"
urlpatterns = [
    path("", portfolio_views.portfolios, name="portfolios"),
    path("new/", portfolio_views.set_up, name="new"),
    path("<slug:portfolio>/", portfolio_views.portfolio, name="portfolio"),
    path("<slug:portfolio>/change/", portfolio_views.set_up, name="change"),
    path("<slug:portfolio>/", include(reports)),
]
