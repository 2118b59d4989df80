"""Verifying a certificate: however its number is typed, how often, and what became of what replaced it."""

import pytest

from lms.certificates.ending import replace_certificate, revoke_certificate
from lms.certificates.numbers import read_number
from tests.certificates.issued import LATER
from tests.certificates.test_views import verify_address, words

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.mark.parametrize(
    "typed",
    ["clus3 2015 00003", "CLUS3201500003", "CLUS3–2015—00003", "clus3\u00a02015 - 00003", "CLUS3-2O15-OOOO3"],
)
def test_number_is_read_however_it_is_typed(typed):
    assert read_number(typed) == "CLUS3-2015-00003"


def test_form_takes_a_number_without_dashes(client, certificate):
    for typed in (certificate.number.replace("-", " ").lower(), certificate.number.replace("-", "")):
        assert client.get("/verify/", {"number": typed, "code": certificate.code}).url == verify_address(certificate)
        assert "Žužek" in words(client.get(f"/verify/{typed}/{certificate.code}/"))


@pytest.mark.parametrize("end", ["/", ""])
def test_address_without_a_code_asks_for_it(client, certificate, end):
    answer = client.get(f"/verify/{certificate.number.lower()}{end}", headers=ENGLISH, follow=True)
    assert (answer.status_code, f'value="{certificate.number}"' in answer.content.decode()) == (200, True)
    assert "Žužek" not in words(answer)


def test_office_checks_a_pile_of_right_certificates(client, certificate):
    found = [client.get(verify_address(certificate)).status_code for _ in range(301)]
    assert found == [200] * 300 + [429]
    assert client.get(verify_address(certificate), REMOTE_ADDR="198.51.100.7").status_code == 200


def test_replaced_certificate_follows_to_what_stands_today(client, certificate, coordinator, django_assert_num_queries):
    chain = [certificate]
    for _ in range(2):
        chain.append(replace_certificate(certificate=chain[-1], reason="Name", by=coordinator, now=LATER))
    page = words(client.get(verify_address(certificate), headers=ENGLISH))
    assert f"Number {chain[2].number} stands in its place today" in page
    revoke_certificate(certificate=chain[2], reason="Wrong", by=coordinator, now=LATER)
    said = [
        f"Number {chain[2].number}, which stood in its place, was revoked",
        f"by number {chain[2].number}, which was",
    ]
    for one, sentence in zip(chain, said, strict=False):
        with django_assert_num_queries(3):
            page = words(client.get(verify_address(one), headers=ENGLISH))
        assert sentence in page
