"""Every form that is posted carries the token, also where an included template does not see the page's context."""

import re

import pytest

from lms.settings.environment import ROOT

TEMPLATES = ROOT / "templates"
FORM = re.compile(r"<form\b[^>]*method=\"?post.*?</form>", re.IGNORECASE | re.DOTALL)
INCLUDE = re.compile(r"{%\s*include \"([^\"]+)\"([^%]*)%}")


def posting():
    return {
        str(path.relative_to(TEMPLATES)): path.read_text()
        for path in TEMPLATES.rglob("*.html")
        if FORM.search(path.read_text())
    }


@pytest.mark.parametrize("name", posting())
def test_posted_form_carries_its_token(name):
    assert [form[:80] for form in FORM.findall(posting()[name]) if "csrf_token" not in form] == []


def test_isolated_includes_hand_the_token_on():
    forms = posting()
    assert len(forms) > 15
    missing = [
        (path.name, name)
        for path in TEMPLATES.rglob("*.html")
        for name, rest in INCLUDE.findall(path.read_text())
        if name in forms and re.search(r"\bonly\b", rest) and "csrf_token=csrf_token" not in rest
    ]
    assert missing == []
