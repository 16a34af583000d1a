"""Addresses for those who take part in rounds: the area's own, and the page that joins several areas."""

from django.urls import path

from codesign import join_urls
from config import came_of_it

app_name = "rounds"
urlpatterns = [
    path("<int:pk>/what-came-of-it/", came_of_it.page, name="came_of_it"),
    *join_urls.urlpatterns,
]
