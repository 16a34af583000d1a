"""Addresses of funds, of awards on their way, and of payments."""

from django.urls import path

from funding import award_views, fund_views, payment_views, running_views

AWARD = "awards/<ref:reference>/"
urlpatterns = [
    path("funds/", fund_views.funds, name="funds"),
    path("funds/new/", fund_views.new, name="fund_new"),
    path("funds/<ref:slug>/", fund_views.fund, name="fund"),
    path("funds/<ref:slug>/edit/", fund_views.edit, name="fund_edit"),
    path("funds/<ref:slug>/budget/", fund_views.budget, name="fund_budget"),
    path("funds/<ref:slug>/draft/", award_views.new, name="award_new"),
    path("awards-in-progress/", award_views.in_progress, name="awards_in_progress"),
    path(f"{AWARD}edit/", award_views.edit, name="award_edit"),
    path(f"{AWARD}milestones/", award_views.add_milestone, name="milestone_add"),
    path(f"{AWARD}milestones/<int:number>/", running_views.milestone, name="milestone"),
    path(f"{AWARD}milestones/<int:number>/remove/", award_views.remove_milestone, name="milestone_remove"),
    path(f"{AWARD}milestones/<int:number>/<slug:answer>/", running_views.check_milestone, name="milestone_check"),
    path(f"{AWARD}documents/", award_views.add_document, name="document_add"),
    path(f"{AWARD}documents/<int:pk>/", award_views.document, name="document_download"),
    path(f"{AWARD}letter/", award_views.award_letter, name="award_letter"),
    path(f"{AWARD}standard/", award_views.standard, name="award_standard"),
    path(f"{AWARD}determination/", award_views.determination, name="award_determination"),
    path(f"{AWARD}changes/", running_views.changes, name="changes"),
    path(f"{AWARD}changes/new/", running_views.propose, name="change_propose"),
    path(f"{AWARD}changes/<int:number>/", running_views.change, name="change"),
    path(f"{AWARD}changes/<int:number>/<slug:answer>/", running_views.decide_change, name="change_decide"),
    path(f"{AWARD}payments/", payment_views.of_award, name="award_payments"),
    path(f"{AWARD}pass-on/", running_views.pass_on, name="pass_on"),
    path(f"{AWARD}steps/<slug:name>/", award_views.step, name="award_step"),
    path("payments/", payment_views.payments, name="payments"),
    path("payments/<int:pk>/refuse/", payment_views.refuse, name="payment_refuse"),
]
