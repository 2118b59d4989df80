"""Addresses of benchmarks."""

from django.urls import path

from . import (
    evidence_views,
    scoring_agree_views,
    scoring_cluster_views,
    scoring_step_views,
    scoring_views,
    views,
)

app_name = "benchmarking"

# What is scored by hand: of a cluster, and one assessment.
ALL = "clusters/<slug:slug>/benchmark/score/"
ONE = f"{ALL}<int:pk>/"

urlpatterns = [
    path("benchmarks/", views.overview, name="overview"),
    path("benchmarks/export/", views.overview_export, name="overview_export"),
    path("clusters/<slug:slug>/benchmark/", views.benchmark, name="benchmark"),
    path("clusters/<slug:slug>/benchmark/target/", views.set_target, name="set_target"),
    path(ALL, scoring_cluster_views.scoring, name="scoring"),
    path(f"{ALL}self/", scoring_cluster_views.start_self, name="start_self"),
    path(f"{ALL}start/", scoring_cluster_views.start, name="start_assessment"),
    path(f"{ALL}conflict/", scoring_cluster_views.declare, name="declare_conflict"),
    path(f"{ALL}conflict/<int:pk>/withdraw/", scoring_cluster_views.withdraw, name="withdraw_conflict"),
    path(ONE, scoring_views.score, name="score"),
    path(f"{ONE}progress/", scoring_views.progress, name="score_progress"),
    path(f"{ONE}indicators/<int:indicator>/", scoring_views.score_indicator, name="score_indicator"),
    path(f"{ONE}files/<uuid:key>/", evidence_views.evidence_file, name="evidence_file"),
    path(f"{ONE}files/<uuid:key>/remove/", evidence_views.remove_evidence_file, name="remove_evidence_file"),
    path(f"{ONE}submit/", scoring_step_views.submit, name="score_submit"),
    path(f"{ONE}take-back/", scoring_step_views.take_back, name="score_take_back"),
    path(f"{ONE}return/", scoring_step_views.give_back, name="score_return"),
    path(f"{ONE}close/", scoring_step_views.close, name="score_close"),
    path(f"{ONE}discard/", scoring_step_views.discard, name="score_discard"),
    path(f"{ONE}sheet/", scoring_step_views.begin, name="score_begin_sheet"),
    path(f"{ONE}hand-in/", scoring_step_views.hand_in, name="score_hand_in"),
    path(f"{ONE}sheets/<int:sheet>/remove/", scoring_step_views.drop_sheet, name="score_drop_sheet"),
    path(f"{ONE}differences/", scoring_agree_views.differences, name="differences"),
    path(f"{ONE}differences/<int:indicator>/", scoring_agree_views.agree, name="agree"),
]
