"""Addresses of the pages that join several areas."""

from django.urls import path

from config import calendar_feed, gaps, home, operations, portfolio, priorities, public, search, thread
from missions.adoption import playbook_views

urlpatterns = [
    path("", public.public_home, name="public_home"),
    path("home/", home.home, name="home"),
    path("portfolio/", portfolio.page, name="portfolio"),
    path("portfolio/gaps/", portfolio.gaps_across, name="gaps_across"),
    path("playbook/", playbook_views.page, name="playbook"),
    path("search/", search.page, name="search"),
    path("rounds/<int:pk>/last-day.ics", calendar_feed.round_event, name="round_event"),
    path("calendar/<str:secret>.ics", calendar_feed.feed, name="calendar_feed"),
    path("health/jobs/", operations.jobs_health, name="jobs_health"),
    path("operations/", operations.operations, name="operations"),
    path("operations/jobs/<uuid:public_id>/retry/", operations.retry, name="operations_retry"),
    path("operations/messages/", operations.reminder_messages, name="reminder_messages"),
    path("operations/messages/<str:rule>/", operations.reminder_message, name="reminder_message"),
    path("missions/<slug:mission>/gaps/", gaps.page, name="gaps"),
    path("missions/<slug:mission>/gaps/nudge/", gaps.nudge, name="nudge"),
    path("missions/<slug:mission>/priorities/", priorities.pain_points, name="priorities"),
    path("missions/<slug:mission>/priorities/interventions/", priorities.interventions, name="priorities_of_interventions"),
    path("missions/<slug:mission>/pain-points/<ref:reference>/thread/", thread.thread, name="thread"),
]
