"""Addresses of benchmarks."""

from django.urls import URLPattern, URLResolver, include, path

from . import (
    evidence_views,
    scoring_agree_views,
    scoring_cluster_views,
    scoring_step_views,
    scoring_views,
    views,
)

app_name = "benchmarking"

# What is scored by hand, below the address of one assessment.
of_assessment: list[URLPattern | URLResolver] = [
    path("", scoring_views.score, name="score"),
    path("progress/", scoring_views.progress, name="score_progress"),
    path("indicators/<int:indicator>/", scoring_views.score_indicator, name="score_indicator"),
    path("files/<uuid:key>/", evidence_views.evidence_file, name="evidence_file"),
    path("files/<uuid:key>/remove/", evidence_views.remove_evidence_file, name="remove_evidence_file"),
    path("submit/", scoring_step_views.submit, name="score_submit"),
    path("take-back/", scoring_step_views.take_back, name="score_take_back"),
    path("return/", scoring_step_views.give_back, name="score_return"),
    path("close/", scoring_step_views.close, name="score_close"),
    path("discard/", scoring_step_views.discard, name="score_discard"),
    path("sheet/", scoring_step_views.begin, name="score_begin_sheet"),
    path("hand-in/", scoring_step_views.hand_in, name="score_hand_in"),
    path("sheets/<int:sheet>/remove/", scoring_step_views.drop_sheet, name="score_drop_sheet"),
    path("differences/", scoring_agree_views.differences, name="differences"),
    path("differences/<int:indicator>/", scoring_agree_views.agree, name="agree"),
]
of_cluster: list[URLPattern | URLResolver] = [
    path("", scoring_cluster_views.scoring, name="scoring"),
    path("self/", scoring_cluster_views.start_self, name="start_self"),
    path("start/", scoring_cluster_views.start, name="start_assessment"),
    path("conflict/", scoring_cluster_views.declare, name="declare_conflict"),
    path("conflict/<int:pk>/withdraw/", scoring_cluster_views.withdraw, name="withdraw_conflict"),
    path("<int:pk>/", include(of_assessment)),
]
urlpatterns = [
    path("benchmarks/", views.overview, name="overview"),
    path("benchmarks/export/", views.overview_export, name="overview_export"),
    path("clusters/<slug:slug>/benchmark/", views.benchmark, name="benchmark"),
    path("clusters/<slug:slug>/benchmark/target/", views.set_target, name="set_target"),
    path("clusters/<slug:slug>/benchmark/score/", include(of_cluster)),
]
