"""Addresses of training plans."""

from django.urls import path

from . import compare_views, curve_views, demand_views, effect_views, official_views, pdf_views, views
from .edition_urls import urlpatterns as editions

app_name = "courses"
urlpatterns = [
    *editions,
    path("plans/", views.plans, name="plans"),
    path("programme/demand/", demand_views.demand, name="demand"),
    path("programme/demand/editions/", demand_views.choose_editions, name="choose_editions"),
    path("programme/demand/editions/<uuid:task>/", demand_views.editions_progress, name="editions_progress"),
    path("programme/demand/demand.<slug:kind>", demand_views.demand_file, name="demand_file"),
    path("programme/effect/", effect_views.effect, name="effect"),
    path("programme/effect/effect.<slug:kind>", effect_views.effect_file, name="effect_file"),
    path("programme/effect/<slug:slug>/", effect_views.cluster_effect, name="cluster_effect"),
    path("clusters/<slug:slug>/plan/", views.plan, name="plan"),
    path("clusters/<slug:slug>/plan/edit/", views.plan_edit, name="plan_edit"),
    path("clusters/<slug:slug>/plan/computing/<uuid:task>/", views.plan_progress, name="plan_progress"),
    path("clusters/<slug:slug>/plan/publish/", views.plan_publish, name="plan_publish"),
    path("my-path/", official_views.my_path, name="my_path"),
    path("clusters/<slug:slug>/plan/curve/", curve_views.plan_curve, name="plan_curve"),
    path("clusters/<slug:slug>/plan/note/", curve_views.plan_note, name="plan_note"),
    path("clusters/<slug:slug>/plan/discard/", curve_views.plan_discard, name="plan_discard"),
    path("clusters/<slug:slug>/plan/versions/", compare_views.plan_versions, name="plan_versions"),
    path("clusters/<slug:slug>/plan/versions/<int:version>/", compare_views.plan_version, name="plan_version"),
    path("clusters/<slug:slug>/plan/compare/", compare_views.plan_compare, name="plan_compare"),
    path("clusters/<slug:slug>/plan.pdf", pdf_views.plan_file, name="plan_pdf"),
    path("officials/<int:pk>/plan/", views.plan, name="official_plan"),
    path("officials/<int:pk>/plan/edit/", views.plan_edit, name="official_plan_edit"),
    path("officials/<int:pk>/plan/computing/<uuid:task>/", views.plan_progress, name="official_plan_progress"),
    path("officials/<int:pk>/plan/publish/", views.plan_publish, name="official_plan_publish"),
    path("officials/<int:pk>/plan/curve/", curve_views.plan_curve, name="official_plan_curve"),
    path("officials/<int:pk>/plan/note/", curve_views.plan_note, name="official_plan_note"),
    path("officials/<int:pk>/plan/discard/", curve_views.plan_discard, name="official_plan_discard"),
    path("officials/<int:pk>/plan/versions/", compare_views.plan_versions, name="official_plan_versions"),
    path("officials/<int:pk>/plan/versions/<int:version>/", compare_views.plan_version, name="official_plan_version"),
    path("officials/<int:pk>/plan/compare/", compare_views.plan_compare, name="official_plan_compare"),
    path("officials/<int:pk>/plan.pdf", pdf_views.plan_file, name="official_plan_pdf"),
]
