"""`make bench`: medians of pages as ratios against a bare Wagtail page of the same run, and seconds of the solver.

Works on a database of its own in a temporary folder, filled with the demonstration programme. Never a test.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable

ROUNDS = 20
PAGES = [
    ("home", "anyone", "/it/"),
    ("catalogue", "anyone", "/it/catalogo/"),
    ("clusters", "anyone", "/it/clusters/"),
    ("search", "anyone", "/it/search/?q=strategia"),
    ("desk", "coordinator@clus3.example", "/it/desk/"),
    ("benchmark of one cluster", "manager.sandaniele@clus3.example", "/it/clusters/san-daniele/benchmark/"),
    ("all benchmarks", "coordinator@clus3.example", "/it/benchmarks/"),
    ("needs of one cluster", "coordinator@clus3.example", "/it/clusters/asdi-sedia/needs/"),
    ("plan of one cluster", "manager.sandaniele@clus3.example", "/it/clusters/san-daniele/plan/"),
    ("all plans", "coordinator@clus3.example", "/it/plans/"),
    ("demand of the programme", "coordinator@clus3.example", "/it/programme/demand/"),
    ("effect of the plans", "coordinator@clus3.example", "/it/programme/effect/"),
    ("label track", "manager.sandaniele@clus3.example", "/it/clusters/san-daniele/label/"),
    ("scoring by hand", "manager.ditedi@clus3.example", "/it/clusters/ditedi/benchmark/score/"),
    ("path of an official", "official@clus3.example", "/it/my-path/"),
    ("my data", "manager.sandaniele@clus3.example", "/it/me/data/"),
    ("notices", "manager.sandaniele@clus3.example", "/it/notices/"),
    ("plan as PDF", "manager.sandaniele@clus3.example", "/it/clusters/san-daniele/plan.pdf"),
    ("board's PDF", "manager.sandaniele@clus3.example", "/it/clusters/san-daniele/board.pdf"),
]


def median(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median seconds of a call, after one call to warm up."""
    run()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def prepare() -> None:
    """Set Django up on a fresh demonstration."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_demonstration")


def bare_page() -> str:
    """Publish a page without any text and return its address."""
    from lms.pages.models import HomePage, StandardPage

    home = HomePage.objects.get(locale__language_code="it")
    page = home.add_child(instance=StandardPage(title="Bare", slug="bare", locale=home.locale))
    return str(page.get_url())


def measure_pages() -> float:
    """Print each page's median as a ratio to the bare page's, whose seconds are returned."""
    from django.test import Client

    from lms.people.models import User

    bare = bare_page()
    unit = median(lambda: Client(HTTP_HOST="127.0.0.1").get(bare))
    print(f"{'a bare Wagtail page':32} 1.0 x  ({unit * 1000:.0f} ms on this machine)")
    for name, who, path in PAGES:
        client = Client(HTTP_HOST="127.0.0.1")
        if who != "anyone":
            client.force_login(User.objects.get(email=who))
        status = client.get(path).status_code
        assert status == 200, f"{path} answered {status}"
        print(f"{name:32} {median(lambda client=client, path=path: client.get(path)) / unit:.1f} x")
    return unit


def measure_seats(unit: float) -> None:
    """Print the seconds of a seat when forty ask at once, and what that is in bare pages."""
    from bench import bench_seats

    for name, seconds in bench_seats.run():
        print(f"{name:32} {seconds:.3f} s  ({seconds / unit:.1f} x)")


def measure_rules() -> None:
    """Print the seconds of the optimiser on 200 modules and 36 needs."""
    from bench import bench_plan

    for name, seconds in bench_plan.run():
        print(f"{name:32} {seconds:.3f} s")


def measure_certificates() -> None:
    """Print what a round of certificates costs."""
    from bench import bench_certificates

    for name, cost in bench_certificates.run():
        print(f"{name:32} {cost}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "lms.settings.dev", "LOG_LEVEL": "ERROR"}
        prepare()
        measure_seats(measure_pages())
        measure_rules()
        measure_certificates()
