"""Addresses of draft standards, for the mission team and for everybody."""

from django.urls import path

from codesign import draft_views, publication_views, response_views

AT = "drafts/<ref:slug>/<int:number>/"
urlpatterns = [
    path("drafts/", draft_views.drafts, name="drafts"),
    path("drafts/new/", draft_views.create, name="create_draft"),
    path(AT, draft_views.page, name="draft_version"),
    path(f"{AT}elements/new/", draft_views.add_element, name="add_element"),
    path(f"{AT}elements/<int:pk>/", draft_views.edit_element, name="edit_element"),
    path(f"{AT}elements/<int:pk>/remove/", draft_views.remove_element, name="remove_element"),
    path(f"{AT}next/", draft_views.next_version, name="next_draft_version"),
    path(f"{AT}review/", draft_views.put_to_review, name="put_to_review"),
    path(f"{AT}comments/", response_views.comments, name="draft_comments"),
    path(f"{AT}publish/", response_views.publish, name="publish_response"),
    path(f"{AT}response/", response_views.document, name="draft_response"),
    path(f"{AT}response/table.csv", publication_views.draft_table, name="draft_response_table"),
    path(f"{AT}response/pdf/", publication_views.draft_pdf, name="draft_response_pdf"),
    path(f"{AT}forecast/", response_views.forecast, name="draft_forecast"),
    path(f"{AT}forecast/<ref:code>/", response_views.to_do, name="draft_to_do"),
    path("rounds/<ref:slug>/preview-of-draft/", draft_views.preview, name="preview_draft"),
]
