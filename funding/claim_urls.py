"""Addresses of claims, day rates, the subsidy rules and conformance tests."""

from django.urls import path

from funding import claim_views, conformance_views, subsidy_views

urlpatterns = [
    path("your-time/", claim_views.your_time, name="your_time"),
    path("day-rates/", claim_views.day_rates, name="day_rates"),
    path("claims/", claim_views.claims, name="claims"),
    path("claims/new/", claim_views.begin, name="claim_begin"),
    path("claims/<int:pk>/", claim_views.claim, name="claim"),
    path("claims/<int:pk>/edit/", claim_views.edit, name="claim_edit"),
    path("claims/<int:pk>/files/<int:file>/", claim_views.file, name="claim_file"),
    path("claims/<int:pk>/files/<int:file>/remove/", claim_views.remove_file, name="claim_file_remove"),
    path("claims/<int:pk>/<slug:step>/", claim_views.move, name="claim_move"),
    path("awards/<ref:reference>/milestones/<int:number>/conformance/", conformance_views.conformance, name="conformance"),
    path(
        "awards/<ref:reference>/milestones/<int:number>/conformance/verify/", conformance_views.verify, name="conformance_verify"
    ),
    path("subsidies/", subsidy_views.subsidies, name="subsidies"),
    path("subsidies/groups/", subsidy_views.join_group, name="subsidy_join"),
    path("subsidies/groups/<int:pk>/leave/", subsidy_views.leave_group, name="subsidy_leave"),
    path("awards/<ref:reference>/subsidy/", subsidy_views.award_subsidy, name="award_subsidy"),
    path("awards/<ref:reference>/subsidy/notify/", subsidy_views.notify, name="subsidy_notify"),
    path("awards/<ref:reference>/subsidy/confirm/", subsidy_views.confirm, name="subsidy_confirm"),
    path("awards/<ref:reference>/subsidy/confirmation/", subsidy_views.confirmation, name="subsidy_confirmation"),
    path("awards/<ref:reference>/subsidy/route/", subsidy_views.route, name="subsidy_route"),
    path("awards/<ref:reference>/subsidy/publish/", subsidy_views.publish, name="subsidy_publish"),
]
