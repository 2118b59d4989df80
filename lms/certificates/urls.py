"""Addresses of certificates for those who issue and own them, under a language."""

from django.urls import path

from . import issue_views, views

app_name = "certificates"
urlpatterns = [
    path("calendar/<slug:code>/certificates/", issue_views.issue, name="issue"),
    path("calendar/<slug:code>/certificates/progress/<int:pk>/", issue_views.progress, name="progress"),
    path("me/certificates/", views.mine, name="mine"),
    path("certificates/<uuid:key>/file/", views.file, name="file"),
    path("certificates/<uuid:key>/revoke/", issue_views.revoke, name="revoke"),
    path("certificates/<uuid:key>/again/", issue_views.again, name="again"),
    path("certificates/<uuid:key>/replace/", issue_views.replace, name="replace"),
]
