"""What each row of a list brings about, and every reason why it does not; values in, values out."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.people.list_columns import KEYS
from lms.people.list_reading import read_list, restored_row, stored_row
from lms.people.list_rules import covers, judge_list, overlap
from lms.people.list_values import Facts, Held, KnownPerson, ListFault, ListRow, What
from lms.people.list_words import ALL_SENTENCES, SENTENCES, sentence
from tests.people.list_files import csv_of, xlsx_of

TODAY = date(2026, 11, 22)
HELD = Held("cluster_manager", "BOATS", date(2026, 1, 1), date(2026, 12, 31))
FACTS = Facts(
    today=TODAY,
    people={
        "bruno@x.example": KnownPerson("Bruno Bianchi", True, (HELD,)),
        "gone@x.example": KnownPerson("Gino", False),
    },
    clusters={"boats": "BOATS", "barche": "BOATS", "due": ""},
    roles={"cluster manager": "cluster_manager", "auditor": "auditor", "revisore": "auditor", "tutor": "tutor"},
    of_a_cluster=frozenset({"cluster_manager", "tutor"}),
    of_no_cluster=frozenset({"auditor"}),
    with_an_end=frozenset({"auditor"}),
    is_address=lambda text: "@" in text,
)


def row(number=2, unreadable=(), **texts):
    said = {
        "email": "ada@x.example",
        "first_name": "Ada",
        "from": texts.pop("start", ""),
        "until": texts.pop("end", ""),
    }
    return ListRow(number, {k: v for k, v in (said | texts).items() if v}, frozenset(unreadable))


def judged(*rows):
    return judge_list(rows, FACTS)


def wrong(*rows):
    """Give row, column and code of every problem; also that these rows bring nothing about."""
    found = judged(*rows)
    assert not {p.row for p in found.problems} & {e.row for e in found.entries}
    return [(p.row, p.column, p.code) for p in found.problems]


def test_new_person_without_a_role_is_invited():
    (entry,) = judged(row(email="ADA@x.Example", language="English")).entries
    assert (entry.what, entry.email, entry.language, entry.role) == (What.NEW, "ada@x.example", "en", "")


@pytest.mark.parametrize(("words", "cluster"), [("Cluster  Manager", "Boats"), ("cluster manager:", "BARCHE")])
def test_role_and_cluster_by_any_of_their_names(words, cluster):
    (entry,) = judged(row(role=words, cluster=cluster, end="31/12/2027")).entries
    assert (entry.role, entry.cluster, entry.start, entry.end) == (
        "cluster_manager",
        "BOATS",
        TODAY,
        date(2027, 12, 31),
    )


@pytest.mark.parametrize("day", ["2027-03-01", "01/03/2027", "1.3.2027", "1 marzo 2027", "1 mar 2027"])
def test_days_are_understood_as_people_write_them(day):
    assert judged(row(role="revisore", end=day)).entries[0].end == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("texts", "column", "code"),
    [
        ({"email": ""}, "email", ListFault.MISSING_ADDRESS),
        ({"email": "nobody"}, "email", ListFault.BAD_ADDRESS),
        ({"email": "ada.rossi@example.org"}, "email", ListFault.EXAMPLE_ROW),
        ({"email": "GONE@x.example"}, "email", ListFault.INACTIVE_PERSON),
        ({"first_name": ""}, "first_name", ListFault.MISSING_NAME),
        ({"last_name": "x" * 151}, "last_name", ListFault.NAME_TOO_LONG),
        ({"language": "Deutsch"}, "language", ListFault.UNKNOWN_LANGUAGE),
        ({"role": "king"}, "role", ListFault.UNKNOWN_ROLE),
        ({"cluster": "Boats"}, "role", ListFault.MISSING_ROLE),
        ({"start": "2027-01-01"}, "role", ListFault.MISSING_ROLE),
        ({"role": "tutor"}, "cluster", ListFault.MISSING_CLUSTER),
        ({"role": "tutor", "cluster": "Ships"}, "cluster", ListFault.UNKNOWN_CLUSTER),
        ({"role": "tutor", "cluster": "Due"}, "cluster", ListFault.AMBIGUOUS_CLUSTER),
        ({"role": "auditor", "cluster": "Boats", "end": "2027-01-01"}, "cluster", ListFault.ROLE_WITHOUT_CLUSTER),
        ({"role": "auditor"}, "until", ListFault.AUDITOR_WITHOUT_END),
        ({"role": "auditor", "end": "soon"}, "until", ListFault.UNKNOWN_DATE),
        ({"role": "auditor", "end": "31/02/2027"}, "until", ListFault.IMPOSSIBLE_DATE),
        ({"role": "auditor", "end": "31/12/9999"}, "until", ListFault.IMPOSSIBLE_DATE),
        ({"role": "auditor", "start": "03/31/2027", "end": "2028-01-01"}, "from", ListFault.IMPOSSIBLE_DATE),
        ({"role": "auditor", "start": "2027-02-01", "end": "2027-01-31"}, "until", ListFault.ENDS_BEFORE_START),
        ({"role": "auditor", "start": "2026-01-01", "end": "2026-11-21"}, "until", ListFault.ENDED_ALREADY),
    ],
)
def test_every_mistake_is_named_in_its_column(texts, column, code):
    assert wrong(row(7, **texts)) == [(7, column, code)]


def test_all_mistakes_of_a_row_are_named_at_once():
    found = wrong(row(email="x", role="king", cluster="Ships", start="soon", end="later"))
    assert [column for _row, column, _code in found] == ["email", "role", "cluster", "from", "until"]


def test_person_stands_in_a_list_once():
    found = judged(row(2), row(3, email="ADA@x.example"), row(4, email="eva@x.example"))
    assert [(p.row, p.code, p.params["first"]) for p in found.problems] == [(3, ListFault.REPEATED_PERSON, "2")]
    assert [e.row for e in found.entries] == [2, 4]


def test_cell_that_could_not_be_read_is_not_complained_about_twice():
    assert judged(row(unreadable=["role"], cluster="Boats")) == judged(row(unreadable=["email"], email=""))


BRUNO = {"email": "Bruno@x.example", "first_name": "", "role": "cluster manager", "cluster": "boats"}


@pytest.mark.parametrize(
    ("texts", "what"),
    [
        ({"role": "", "cluster": ""}, What.NOTHING),
        ({"end": "2026-12-31"}, What.NOTHING),
        ({"start": "2026-01-01", "end": "2026-12-31"}, What.NOTHING),
        ({"start": "2027-01-01"}, What.ROLE),
        ({"role": "tutor"}, What.ROLE),
    ],
)
def test_known_person_gets_what_is_new(texts, what):
    (entry,) = judged(row(**BRUNO | texts)).entries
    assert (entry.what, entry.known_as) == (what, "Bruno Bianchi")


@pytest.mark.parametrize("texts", [{}, {"end": "2027-01-01"}, {"start": "2025-01-01", "end": "2026-12-31"}])
def test_role_held_in_a_part_of_the_time_is_a_mistake(texts):
    assert wrong(row(**BRUNO | texts)) == [(2, "role", ListFault.ROLE_HELD)]


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))
SPELLS = st.builds(
    lambda start, length: Held(
        "r", "", start, None if length is None else date.fromordinal(start.toordinal() + length)
    ),
    DAYS,
    st.none() | st.integers(0, 20),
)


@settings(max_examples=200, derandomize=True)
@given(SPELLS, SPELLS)
def test_times_overlap_and_cover_day_by_day(one, other):
    def days(held):
        last = held.end or date(2026, 6, 1)
        return {date.fromordinal(n) for n in range(held.start.toordinal(), last.toordinal() + 1)}

    assert bool(overlap([one], other)) == bool(days(one) & days(other))
    assert covers(one, other) == (days(other) <= days(one) and (one.end is None or other.end is not None))


def read(content, filename):
    return [restored_row(stored_row(row)) for row in read_list(content, filename).rows]


def test_days_of_excel_and_texts_are_kept_alike():
    rows = [["Ada", "Rossi", "ada@x.example", "auditor", None, TODAY, 46752], ["Eva", "", "'=1@x.example"]]
    assert read(xlsx_of(*rows), "list.xlsx") == [
        ListRow(2, {"first_name": "Ada", "last_name": "Rossi", "email": "ada@x.example", "role": "auditor",
                    "from": "2026-11-22", "until": "2027-12-31"}),
        ListRow(3, {"first_name": "Eva", "email": "=1@x.example"}),
    ]  # fmt: skip
    assert read(csv_of(["Ada", "", "a@x.example", "", "", "22/11/2026"]), "list.csv")[0].texts["from"] == "22/11/2026"


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(KEYS), st.text(max_size=30) | st.sampled_from(["tutor", "boats", "2027-01-01"]))
    )
)
def test_whatever_stands_in_a_list_every_row_is_understood_or_has_a_problem(rows):
    found = judge_list([ListRow(number, texts) for number, texts in enumerate(rows)], FACTS)
    understood, problems = [e.row for e in found.entries], {p.row for p in found.problems}
    assert sorted({*understood, *problems}) == list(range(len(rows)))
    assert not problems & set(understood)
    assert all("%(" not in sentence(p.code, p.params).replace(p.params.get("value", "%("), "") for p in found.problems)


def test_every_mistake_has_a_sentence():
    assert set(SENTENCES) == set(ListFault)
    assert all(text.endswith(".") and ":" in text for text in SENTENCES.values())
    assert len(ALL_SENTENCES) == len({code.value for code in ALL_SENTENCES})


def test_sentence_says_what_to_do_in_the_language_of_the_reader():
    params = {"role": "cluster_manager", "start": "2026-01-01", "end": ""}
    with translation.override("en"):
        assert sentence(ListFault.ROLE_HELD, params) == (
            "This person holds the role “Cluster manager” already from 1 January 2026 until further notice: change "
            "that grant, or the days here."
        )
        assert "“Auditor”" in sentence(ListFault.UNKNOWN_ROLE, {"value": "king"})
