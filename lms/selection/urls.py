"""Addresses of calls: what everybody reads, what applicants, assessors and coordinators do."""

from django.urls import path

from . import apply_views, desk_views, editor_views, score_views, views

app_name = "selection"
urlpatterns = [
    path("calls/", views.calls, name="calls"),
    path("calls/new/", editor_views.new, name="new"),
    path("calls/<slug:slug>/", views.call, name="call"),
    path("calls/<slug:slug>/apply/", apply_views.apply, name="apply"),
    path("calls/<slug:slug>/mine/", apply_views.mine, name="mine"),
    path("calls/<slug:slug>/mine/answer/", apply_views.answer, name="answer"),
    path("calls/<slug:slug>/mine/withdraw/", apply_views.withdraw, name="withdraw"),
    path("calls/<slug:slug>/files/<uuid:key>/", apply_views.file, name="file"),
    path("calls/<slug:slug>/score/", score_views.to_score, name="to_score"),
    path("calls/<slug:slug>/score/<uuid:key>/", score_views.sheet, name="sheet"),
    path("calls/<slug:slug>/score/<uuid:key>/conflict/", score_views.conflict, name="conflict"),
    path("calls/<slug:slug>/score/<uuid:key>/take-back/", score_views.take_back, name="take_back"),
    path("calls/<slug:slug>/run/", desk_views.desk, name="desk"),
    path("calls/<slug:slug>/run/edit/", editor_views.edit, name="edit"),
    path("calls/<slug:slug>/run/edit/<slug:name>/", editor_views.part, name="part"),
    path("calls/<slug:slug>/run/step/<slug:name>/", desk_views.step, name="step"),
    path("calls/<slug:slug>/run/cancel/", desk_views.cancel, name="cancel"),
    path("calls/<slug:slug>/run/ranking/", desk_views.ranking, name="ranking"),
    path("calls/<slug:slug>/run/assessors/", desk_views.add_assessor, name="add_assessor"),
    path("calls/<slug:slug>/run/assessors/<int:pk>/take-off/", desk_views.take_off, name="take_off"),
    path("calls/<slug:slug>/run/applications/<uuid:key>/", desk_views.application, name="application"),
    path("calls/<slug:slug>/run/applications/<uuid:key>/<slug:name>/", desk_views.admit, name="admit"),
]
