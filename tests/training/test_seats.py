"""Who gets which seat: rules on values, and what holds whatever the queue and the allotments are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.training.seats import Pool, Waiting, in_order, next_seats, pool_for
from tests.factories_training import NOW

TODAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def waiting(key, cluster=None, minutes=0, rank=None):
    return Waiting(key, cluster, NOW + timedelta(minutes=minutes), rank)


def keys(seats):
    return [(seat.enrolment, seat.pool) for seat in seats]


def test_queue_is_by_arrival_and_two_at_one_moment_by_their_keys():
    queue = [waiting(3, minutes=1), waiting(2), waiting(1)]
    assert [one.key for one in in_order(queue, by_need=False)] == [1, 2, 3]


def test_need_goes_first_only_where_the_offering_says_so_and_who_has_no_rank_comes_last():
    queue = [waiting(1), waiting(2, rank=2, minutes=5), waiting(3, rank=1, minutes=9), waiting(4, rank=1, minutes=8)]
    assert [one.key for one in in_order(queue, by_need=True)] == [4, 3, 2, 1]
    assert [one.key for one in in_order(queue, by_need=False)] == [1, 2, 4, 3]


@pytest.mark.parametrize(
    ("cluster", "until", "pool"),
    [(7, TOMORROW, 2), (7, TODAY, 2), (7, YESTERDAY, 1), (8, TOMORROW, 1), (None, TOMORROW, 1), (None, YESTERDAY, 1)],
)
def test_kept_seat_is_the_clusters_until_its_day_is_over(cluster, until, pool):
    found = pool_for(cluster, [Pool(1, None, 1), Pool(2, 7, 1, until)], TODAY)
    assert found is not None
    assert found.key == pool


def test_kept_seat_is_nobodys_else_while_it_is_kept_and_everybodys_afterwards():
    for until, expected in ((TODAY, None), (YESTERDAY, 2)):
        found = pool_for(8, [Pool(1, None, 0), Pool(2, 7, 1, until)], TODAY)
        assert (found.key if found else None) == expected


def test_who_cannot_sit_is_not_in_the_way_of_who_can():
    pools = [Pool(1, None, 1), Pool(2, 7, 1, TOMORROW)]
    assert keys(next_seats([waiting(1, 8), waiting(2, 8), waiting(3, 7), waiting(4, 7)], pools, TODAY)) == [
        (1, 1),
        (3, 2),
    ]


moments = st.integers(0, 5).map(lambda minutes: NOW + timedelta(minutes=minutes))
clusters = st.sampled_from([None, 7, 8])
queues = st.lists(st.tuples(clusters, moments, st.none() | st.integers(1, 3)), max_size=8).map(
    lambda rows: [Waiting(key, *row) for key, row in enumerate(rows, start=1)]
)
pools = st.builds(
    lambda shared, rows: [Pool(1, None, shared), *(Pool(n, *row) for n, row in enumerate(rows, start=2))],
    st.integers(0, 3),
    st.lists(st.tuples(st.sampled_from([7, 8]), st.integers(0, 3), st.sampled_from([YESTERDAY, TODAY, TOMORROW]))),
)


def may_sit(one, pool):
    return pool.cluster is None or pool.reserved_until < TODAY or pool.cluster == one.cluster


@given(queue=queues, pools=pools, by_need=st.booleans())
def test_no_seat_twice_none_left_free_beside_somebody_who_may_have_it_and_nobody_passed(queue, pools, by_need):
    order = in_order(queue, by_need=by_need)
    seats = next_seats(order, pools, TODAY)
    seated = {seat.enrolment: seat.pool for seat in seats}
    assert len(seated) == len(seats)
    left = {pool.key: pool.free - list(seated.values()).count(pool.key) for pool in pools}
    assert min(left.values()) >= 0
    for place, one in enumerate(order):
        if one.key in seated:
            continue
        mine = [pool for pool in pools if may_sit(one, pool)]
        assert not any(left[pool.key] for pool in mine)
        later = {seated.get(other.key) for other in order[place + 1 :]}
        assert not later & {pool.key for pool in mine}


@given(queue=queues, pools=pools)
def test_the_same_queue_gives_the_same_seats_in_whatever_order_it_is_read(queue, pools):
    given_out = next_seats(in_order(queue, by_need=True), pools, TODAY)
    assert next_seats(in_order(reversed(queue), by_need=True), pools, TODAY) == given_out
