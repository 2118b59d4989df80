"""The local web server of `make run`: says where the site is and how to sign in, once it listens."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import runserver

from lms.dashboard.demonstration.mark import PASSWORD, demo_accounts, is_loaded


class Command(runserver.Command):
    addr: str
    help = "Serve the site on this machine, without the reloader unless --reload is given."

    def add_arguments(self, parser: CommandParser) -> None:
        """Turn the reloader off by default: two start-ups take twice as long."""
        super().add_arguments(parser)
        parser.add_argument("--reload", action="store_true", help="restart when code changes")

    def run(self, **options: Any) -> None:
        """Serve until stopped."""
        options["use_reloader"] = options["reload"]
        super().run(**options)

    def check_migrations(self) -> None:
        """`make run` has migrated already."""

    def on_bind(self, server_port: int) -> None:
        """Say that the site is there."""
        self.stdout.write(f"\n  CLUS3 Academy: http://{self.addr}:{server_port}/   (Ctrl-C stops it)\n")
        if is_loaded():
            self.stdout.write(f"  Sign in with the password {PASSWORD} as:")
            for account in demo_accounts():
                self.stdout.write(f"    {account.email:36} {account.role} {account.cluster}")
        self.stdout.write("")
