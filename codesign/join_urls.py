"""Addresses for those who take part in rounds."""

from django.urls import path

from missions.core.soon import soon

app_name = "rounds"
urlpatterns = [
    path("", soon, name="mine"),
    path("join/<str:token>/", soon, name="join"),
    path("<int:pk>/", soon, name="take_part"),
    path("<int:pk>/pain-point/", soon, name="submit"),
    path("<int:pk>/statements/", soon, name="vote"),
    path("<int:pk>/what-came-of-it/", soon, name="came_of_it"),
]
