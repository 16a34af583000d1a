"""Every address of the product: each area brings its own, the composition root adds what joins them."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("config.pages_urls")),
    path("", include("config.joined_urls")),
    path("account/", include("config.account_urls")),
    path("", include("missions.core.urls")),
    path("register/", include("config.council_urls")),
    path("people/", include("missions.people.urls")),
    path("", include("missions.notices.urls")),
    path("portfolios/", include("missions.reports.portfolio_urls")),
    path("rounds/", include("config.round_urls")),
    path("missions/", include("config.mission_urls")),
    path("missions/<slug:mission>/", include("missions.maps.urls")),
    path("missions/<slug:mission>/", include("config.market_urls")),
    path("missions/<slug:mission>/", include("missions.stakeholders.urls")),
    path("missions/<slug:mission>/", include("missions.problems.urls")),
    path("missions/<slug:mission>/", include("config.intervention_urls")),
    path("missions/<slug:mission>/", include("missions.adoption.urls")),
    path("missions/<slug:mission>/", include("missions.standards.urls")),
    path("missions/<slug:mission>/", include("missions.outcomes.urls")),
    path("missions/<slug:mission>/", include("missions.decisions.urls")),
    path("missions/<slug:mission>/", include("missions.reports.urls")),
    path("missions/<slug:mission>/", include("codesign.urls")),
    path("missions/<slug:mission>/", include("funding.urls")),
]

if settings.DEMO or settings.MODE == "test":
    urlpatterns += [path("demo/", include("config.demo.urls"))]

handler400 = "config.pages.bad_request"
handler403 = "config.pages.forbidden"
handler404 = "config.pages.not_found"
handler500 = "config.pages.server_error"
