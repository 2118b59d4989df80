"""Addresses of what spans apps."""

from django.urls import path

from . import views
from .privacy import views as privacy

app_name = "dashboard"
urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("clusters/", views.clusters, name="clusters"),
    path("clusters/<slug:slug>/", views.cluster, name="cluster"),
    path("search/", views.search, name="search"),
    path("me/data/", privacy.data, name="my_data"),
    path("me/data/answer/", privacy.answer, name="answer"),
    path("me/data/copy/", privacy.copy, name="my_copy"),
    path("me/data/erasure/", privacy.erasure, name="my_erasure"),
    path("me/data/erasure/<int:pk>/take-back/", privacy.take_back, name="take_back_erasure"),
]
