"""Addresses of the label track."""

from django.urls import path

from . import evidence_views, improvement_views, pdf_views, views

app_name = "labels"
TRACK = "clusters/<slug:slug>/label/"
urlpatterns = [
    path(TRACK, views.track, name="track"),
    path("clusters/<slug:slug>/board.pdf", pdf_views.board_file, name="board_pdf"),
    path(f"{TRACK}<slug:level>/<slug:requirement>/evidence/", evidence_views.add, name="add_evidence"),
    path(f"{TRACK}evidence/<uuid:key>/", evidence_views.download, name="download"),
    path(f"{TRACK}evidence/<uuid:key>/review/", evidence_views.review, name="review_evidence"),
    path(f"{TRACK}evidence/<uuid:key>/remove/", evidence_views.remove, name="remove_evidence"),
    path(f"{TRACK}improvements/add/", improvement_views.add, name="add_improvement"),
    path(f"{TRACK}improvements/<int:pk>/", improvement_views.change, name="change_improvement"),
    path(f"{TRACK}improvements/<int:pk>/review/", improvement_views.review, name="review_improvement"),
    path(f"{TRACK}improvements/<int:pk>/remove/", improvement_views.remove, name="remove_improvement"),
]
