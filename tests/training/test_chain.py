"""The chain shows every change: of a line, of the tail, of the head; a full rewrite shows against a known head."""

import pytest

from lms.training.chain import FIELDS, Fault, faults_of, hash_of


def chained(*notes):
    lines, previous = [], ""
    for number, note in enumerate(notes, start=1):
        line = dict.fromkeys(FIELDS) | {"number": number, "note": note, "previous_hash": previous}
        line["hash"] = previous = hash_of(line, previous)
        lines.append(line)
    return lines


def faults(lines, count=3, head=None, **more):
    return faults_of(lines, count=count, head=chained("a", "b", "c")[-1]["hash"] if head is None else head, **more)


def test_whole_chain_has_no_fault():
    lines = chained("a", "b", "c")
    assert faults(lines, known={0: "", 2: lines[1]["hash"], 3: lines[2]["hash"]}) == []


def test_empty_register_has_no_fault():
    assert faults([], count=0, head="") == []


@pytest.mark.parametrize("field", [name for name in FIELDS if name != "number"])
def test_changed_line_is_found(field):
    lines = chained("a", "b", "c")
    lines[1][field] = "something else"
    assert faults(lines) == [Fault("changed", 2)]


def test_line_that_was_hashed_again_breaks_the_next():
    lines = chained("a", "b", "c")
    lines[1]["note"] = "x"
    lines[1]["hash"] = hash_of(lines[1], lines[1]["previous_hash"])
    assert faults(lines) == [Fault("broken", 3)]


def test_line_left_out_is_a_gap():
    lines = chained("a", "b", "c")
    assert faults([lines[0], lines[2]]) == [Fault("gap", 2)]


def test_cut_tail_shows_in_the_length():
    assert faults(chained("a", "b")) == [Fault("length", 2)]


def test_cut_tail_with_the_length_put_right_shows_against_a_known_head():
    lines = chained("a", "b")
    known = {3: chained("a", "b", "c")[-1]["hash"]}
    assert faults(lines, count=2, head=lines[-1]["hash"], known=known) == [Fault("signed", 3)]


def test_full_rewrite_shows_against_a_known_head_alone():
    lines = chained("a", "x", "c")
    assert faults(lines, head=lines[-1]["hash"]) == []
    assert faults(lines, head=lines[-1]["hash"], known={2: chained("a", "b")[-1]["hash"]}) == [Fault("signed", 2)]


def test_forgotten_head_is_found():
    assert faults(chained("a", "b", "c"), head="0" * 64) == [Fault("head", 3)]
