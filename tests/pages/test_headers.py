"""What every answer tells the browser, and that no template of ours needs more."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from lms.people.models import Role
from tests.factories import ClusterFactory, person_with
from tests.factories_benchmarks import make_framework, score_all

TEMPLATES = sorted(Path(settings.TEMPLATES[0]["DIRS"][0]).rglob("*.html"))
TEMPLATES = [path for path in TEMPLATES if path.parts[-2:] != ("outbox", "frame.html")]  # a mail has no style sheet
INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>{%]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "other host": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE
    ),
}
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)


def directives(response):
    policy = response["Content-Security-Policy"]
    return {name: value for name, _, value in (part.strip().partition(" ") for part in policy.split(";"))}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/it/clusters/", "/it/account/login/", "/it/nothing/", "/healthz", "/robots.txt"])
def test_site_answers_with_the_strict_policy(client, path):
    response = client.get(path)
    policy = directives(response)
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/it/clusters/uno/benchmark/", "/it/desk/", "/it/clusters/", "/it/nothing/"])
def test_no_copy_is_kept_of_what_a_signed_in_person_reads(client, path):
    cluster = ClusterFactory(slug="uno")
    score_all(cluster, make_framework(), [1, 1, 1, 1])
    assert "Cache-Control" not in client.get("/it/clusters/")
    client.force_login(person_with(Role.CLUSTER_MANAGER, cluster))
    assert client.get(path)["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_admin_has_a_policy_of_its_own_and_asks_no_other_host(client):
    client.force_login(person_with(Role.COORDINATOR))
    response = client.get(reverse("wagtailadmin_home"))
    assert "'unsafe-inline'" in directives(response)["script-src"]
    assert "http" not in response["Content-Security-Policy"]


def test_there_are_templates_to_look_through():
    assert len(TEMPLATES) > 40


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_has_nothing_inline(path):
    text = path.read_text()
    assert [name for name, pattern in INLINE.items() if pattern.search(text)] == []
    executable = [tag for tag in SCRIPT.findall(text) if "src=" not in tag and "application/json" not in tag]
    assert executable == []
