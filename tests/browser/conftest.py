"""A real server with worker and clock on a fresh demonstration, and Debian's Chromium in front of it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from lms.dashboard.demonstration.mark import PASSWORD
from lms.settings.environment import ROOT

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of a running demonstration."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "LOG_LEVEL": "ERROR",
    }
    manage = [sys.executable, "manage.py"]
    for command in (["migrate", "-v", "0"], ["load_demonstration"]):
        subprocess.run([*manage, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    running = [
        subprocess.Popen([*manage, *command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        for command in (
            ["serve", f"127.0.0.1:{port}"],
            ["db_worker", "--interval", "0.2", "--no-startup-delay"],
            ["tick", "--every", "2"],
        )
    ]
    wait_for(f"http://127.0.0.1:{port}/healthz")
    yield f"http://127.0.0.1:{port}"
    for process in running:
        process.terminate()
    for process in running:
        process.wait(timeout=20)


def wait_for(address, seconds=40):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            return urllib.request.urlopen(address, timeout=2)
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer within {seconds} seconds")


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM.exists():
        pytest.fail("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(site, chromium):
    """Open a page as a person (or nobody) at a width; console errors and outside hosts fail the test."""
    contexts, complaints = [], []

    def open_page(path, email=None, width=1280, locale="it-IT"):
        context = chromium.new_context(
            base_url=site, viewport={"width": width, "height": 900}, locale=locale, reduced_motion="reduce"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: note_error(page, message, complaints))
        if email:
            sign_in(page, email, locale[:2])
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def note_error(page, message, complaints):
    """A refusal by the content security policy or a broken script is a fault; a 404 that a walk asks for is not."""
    if message.type == "error" and "status of 40" not in message.text:
        complaints.append(f"{page.url}: {message.text}")


def sign_in(page, email, language):
    page.goto(f"/{language}/account/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page.locator("input[name=password]")).to_have_count(0)


@pytest.fixture(scope="session")
def check_accessibility():
    """Fail with every finding of axe, WCAG 2.2 A and AA, no rule disabled."""
    axe = Axe()

    def check(page):
        found = axe.run(page, options={"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]})
        report = [f"{v['id']}: {node['html'][:160]}" for v in found.response["violations"] for node in v["nodes"]]
        assert report == [], page.url

    return check
