"""Addresses of training needs, and of how officials are rated."""

from django.urls import path

from . import declare_views, official_views, views

app_name = "needs"
urlpatterns = [
    path("clusters/<slug:slug>/needs/", views.needs, name="needs"),
    path("clusters/<slug:slug>/needs/confirm/", views.confirm_above, name="confirm_above"),
    path("clusters/<slug:slug>/needs/confirm/<int:indicator>/", views.confirm, name="confirm"),
    path("clusters/<slug:slug>/needs/renew/", views.renew, name="renew"),
    path("clusters/<slug:slug>/needs/declare/", declare_views.declare, name="declare"),
    path("clusters/<slug:slug>/needs/<int:need>/withdraw/", declare_views.withdraw, name="withdraw"),
    path("clusters/<slug:slug>/needs/<int:need>/drop/", declare_views.drop, name="drop"),
    path("officials/", official_views.officials_list, name="officials"),
    path("officials/<int:pk>/needs/", official_views.needs, name="official_needs"),
    path("officials/<int:pk>/needs/declare/", declare_views.declare, name="official_declare"),
    path("officials/<int:pk>/needs/take-over/", declare_views.take_over, name="official_take_over"),
    path("officials/<int:pk>/needs/<int:need>/withdraw/", declare_views.withdraw, name="official_withdraw"),
    path("officials/<int:pk>/needs/<int:need>/drop/", declare_views.drop, name="official_drop"),
    path("officials/<int:pk>/ratings/", official_views.ratings, name="official_ratings"),
    path("officials/<int:pk>/ratings/rate/", official_views.rate, name="official_rate"),
]
