"""Each import contract is seen to fail on a planted violation."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lms.settings.environment import ROOT

PLANTED = {
    "Apps import in one direction": ("lms/clusters/planted.py", "import courses.models\n"),
    "Inside an app the outside points in": ("lms/people/querysets.py", "import lms.people.views\n"),
    "Rules know neither Django nor the database": ("courses/plan.py", "import django\n"),
}


@pytest.fixture
def copy(tmp_path):
    """The packages as they are, where a violation harms nobody."""
    for name in ("lms", "courses"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "migrations", "data")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "lms/people/views.py").touch()
    return tmp_path


def lint_imports(folder):
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(folder)},
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_contracts_hold(copy):
    done = lint_imports(copy)
    assert done.returncode == 0, done.stdout
    assert f"{len(PLANTED)} kept, 0 broken" in done.stdout


@pytest.mark.parametrize("contract", PLANTED)
def test_contract_fails_on_a_planted_violation(contract, copy):
    path, line = PLANTED[contract]
    target = copy / path
    target.write_text((target.read_text() if target.exists() else "") + "\n" + line)
    done = lint_imports(copy)
    assert done.returncode == 1
    assert f"{contract} BROKEN" in done.stdout
