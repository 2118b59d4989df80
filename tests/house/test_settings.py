"""Production refuses to start half configured, and passes Django's deployment checks."""

import os
import subprocess
import sys

import pytest

from lms.settings.environment import ROOT

COMPLETE = {
    "SECRET_KEY": "k9$" + "Zx7-qW2_" * 8,
    "ALLOWED_HOSTS": "academy.example",
    "DATABASE_URL": "sqlite:///:memory:",
}


def run_production(**environment):
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "lms.settings.production"} | environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_production_passes_the_deployment_checks():
    done = run_production(**COMPLETE)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize("missing", ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
def test_production_refuses_half_an_identity_provider(missing):
    whole = {"OIDC_SERVER_URL": "https://id.example", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "y"}
    done = run_production(**COMPLETE, **{name: value for name, value in whole.items() if name != missing})
    assert done.returncode != 0
    assert f"Set the environment variable {missing}" in done.stderr


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_production_refuses_to_start_without(missing):
    done = run_production(**{name: value for name, value in COMPLETE.items() if name != missing})
    assert done.returncode != 0
    assert f"Set the environment variable {missing}" in done.stderr
