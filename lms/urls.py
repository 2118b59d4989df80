"""Addresses: pages under /it/ and /en/; health, files and admin outside the languages."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lms.dashboard import health, languages, sitemap, views
from lms.pages import files

handler400 = "lms.pages.errors.bad_request"
handler403 = "lms.pages.errors.permission_denied"
handler404 = "lms.pages.errors.page_not_found"
handler429 = "lms.pages.errors.too_many_requests"  # asked for by allauth
handler500 = "lms.pages.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("media/<path:path>", files.picture, name="picture"),
    path("verify/", include("lms.certificates.verify_urls")),
    path("feeds/", include("lms.calendars.feed_urls")),
    path("account/oidc/", include("lms.people.oidc_urls")),
    path("language/", languages.set_language, name="set_language"),
    path("admin/login/", views.admin_sign_in, name="admin_sign_in"),
    path("admin/password_reset/", views.admin_password_reset, name="admin_password_reset"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *i18n_patterns(
        path("account/", include("allauth.account.urls")),
        path("account/2fa/", include("allauth.mfa.urls")),
        path("account/sessions/", include("allauth.usersessions.urls")),
        path("", include("lms.dashboard.urls")),
        path("", include("lms.people.urls")),
        path("", include("lms.benchmarking.urls")),
        path("", include("lms.labels.urls")),
        path("", include("lms.needs.urls")),
        path("", include("lms.outbox.urls")),
        path("", include("lms.training.urls")),
        path("", include("lms.selection.urls")),
        path("", include("lms.certificates.urls")),
        path("", include("lms.calendars.urls")),
        path("", include("courses.urls")),
        path("", include(wagtail_urls)),
    ),
]
