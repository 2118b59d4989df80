"""The site on a database of its own, with a clock that can be put forward: the same processes, at a later time."""

import os
import subprocess
import sys
from datetime import UTC, datetime

from lms.settings.environment import ROOT
from tests.browser.conftest import free_port, wait_for

AT = """
import sys
from datetime import datetime
import time_machine
time_machine.travel(datetime.fromisoformat(sys.argv.pop(1)), tick=True).start()
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""


class Programme:
    """A demonstration that runs at a moment; `at()` stops it and starts it again at another one."""

    def __init__(self, folder):
        self.port, self.running = free_port(), []
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
            "VAR_DIR": str(folder),
            "BASE_URL": self.address,
            "LOG_LEVEL": "ERROR",
        }
        for command in (["migrate", "-v", "0"], ["load_demonstration"]):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env=self.environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )

    def at(self, moment=None):
        """Let it run from this moment on (now, when none is given)."""
        self.stop()
        begins = (moment or datetime.now(UTC)).astimezone(UTC).isoformat()
        for command in (
            ["serve", f"127.0.0.1:{self.port}"],
            ["db_worker", "--interval", "0.2", "--no-startup-delay"],
            ["tick", "--every", "2"],
        ):
            program = [sys.executable, "-c", AT, begins, *command]
            self.running.append(subprocess.Popen(program, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL))
        wait_for(f"{self.address}/healthz")

    def stop(self):
        """End the processes."""
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait(timeout=20)
        self.running = []
