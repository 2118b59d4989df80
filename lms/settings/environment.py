"""The one reader of the environment: every other settings module takes its values from here."""

from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()
