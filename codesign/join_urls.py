"""Addresses for those who take part in rounds."""

from django.urls import path

from codesign import joining, merge_views, review_views, weighing

app_name = "rounds"
urlpatterns = [
    path("", joining.mine, name="mine"),
    path("join/<str:token>/", joining.join, name="join"),
    path("<int:pk>/", joining.take_part, name="take_part"),
    path("<int:pk>/pain-point/", joining.submit, name="submit"),
    path("<int:pk>/statements/", joining.vote, name="vote"),
    path("<int:pk>/what-matters/", weighing.weigh, name="weigh"),
    path("<int:pk>/draft/", review_views.review, name="review"),
    path("<int:pk>/draft/<int:element>/", review_views.comment, name="comment"),
    path("<int:pk>/merged/<int:part>/", merge_views.object_to, name="object"),
    path("<int:pk>/what-came-of-it/", joining.came_of_it, name="came_of_it"),
]
