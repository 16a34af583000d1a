"""Addresses for those who take part in rounds."""

from django.urls import path

from codesign import coming_views, following_views, joining, merge_views, review_views, submitting, weighing, workshop_views

app_name = "rounds"
urlpatterns = [
    path("", joining.mine, name="mine"),
    path("join/<str:token>/", joining.join, name="join"),
    path("join/<str:token>/hand-on/", coming_views.hand_on, name="hand_on"),
    path("confirm/<str:token>/", workshop_views.confirm, name="confirm"),
    path("open/<int:pk>/", coming_views.come, name="come"),
    path("<int:pk>/", joining.take_part, name="take_part"),
    path("<int:pk>/pain-point/", submitting.submit, name="submit"),
    path("<int:pk>/statements/", joining.vote, name="vote"),
    path("<int:pk>/what-matters/", weighing.weigh, name="weigh"),
    path("<int:pk>/draft/", review_views.review, name="review"),
    path("<int:pk>/draft/<int:element>/", review_views.comment, name="comment"),
    path("<int:pk>/merged/<int:part>/", merge_views.object_to, name="object"),
    path("messages/<str:token>/", following_views.follow, name="follow"),
]
