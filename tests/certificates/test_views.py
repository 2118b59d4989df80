"""Pages of certificates: issued by coordinators, read by auditors, owned by one, verified by anybody."""

import re

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import translation

from lms.certificates.destroying import destroy_certificates
from lms.certificates.ending import replace_certificate, revoke_certificate
from lms.certificates.models import Certificate, IssueRun
from lms.people.models import Role
from tests.certificates.issued import LATER, closed_offering, issued
from tests.factories import UserFactory, person_with

pytestmark = pytest.mark.django_db


def at(name, *args):
    with translation.override("en"):
        return reverse(name, args=args)


def verify_address(certificate, code=None):
    return f"/verify/{certificate.number}/{code or certificate.code}/"


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_coordinator_issues_everything_that_is_due(client, coordinator):
    offering, people = closed_offering(2, by=coordinator)
    client.force_login(coordinator)
    address = at("certificates:issue", offering.code)
    assert "Issue 2 certificates" in words(client.get(address))
    answer = client.post(address, {"language": "both"})
    assert answer.url == address
    page = words(client.get(address))
    assert Certificate.objects.filter(language="both").count() == 2
    assert [one.person.get_full_name() in page for one in people] == [True, True]
    assert "Everybody who passed has a certificate" in page


@pytest.mark.parametrize("sent", [{}, {"language": "de"}, {"language": "it\x00"}])
def test_wrong_language_is_a_mistake_of_the_form(client, coordinator, sent):
    offering, _people = closed_offering(by=coordinator)
    client.force_login(coordinator)
    answer = client.post(at("certificates:issue", offering.code), sent)
    assert (answer.status_code, answer.context["form"].errors.keys()) == (200, {"language"})


def test_only_coordinators_issue_auditors_read_others_neither(client, coordinator):
    offering, people = closed_offering(by=coordinator)
    address = at("certificates:issue", offering.code)
    auditor = person_with(Role.AUDITOR)
    client.force_login(auditor)
    assert "Issue 1" not in words(client.get(address))
    assert client.post(address, {"language": "it"}).status_code == 403
    for person in (people[0].person, person_with(Role.INSTRUCTOR)):
        client.force_login(person)
        assert client.get(address).status_code == 403
    client.logout()
    assert client.get(address).status_code == 302
    assert not Certificate.objects.exists()


def test_progress_is_told_and_ends_with_the_page(client, coordinator):
    offering, _people = closed_offering(by=coordinator)
    run = IssueRun.objects.create(
        offering=offering, language="it", asked_by=coordinator, asked_at=LATER, wanted=120, made=40
    )
    client.force_login(coordinator)
    address = at("certificates:progress", offering.code, run.pk)
    part = client.get(address, headers={"HX-Request": "true"})
    assert "40 of 120 certificates are made" in words(part)
    assert client.get(address).url == at("certificates:issue", offering.code)
    IssueRun.objects.update(ended_at=LATER)
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert client.get(at("certificates:progress", "other", run.pk)).status_code == 404


def test_file_is_for_owner_coordinator_and_auditor(client, certificate, coordinator):
    address = at("certificates:file", certificate.key)
    owner = certificate.enrolment.person
    with certificate.pdf.open("rb") as opened:
        data = opened.read()
    for person in (owner, coordinator, person_with(Role.AUDITOR)):
        client.force_login(person)
        answer = client.get(address)
        assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, data, "application/pdf")
    for person in (UserFactory(), person_with(Role.INSTRUCTOR)):
        client.force_login(person)
        assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


def test_file_that_was_changed_is_not_handed_out(client, certificate):
    default_storage.delete(certificate.pdf.name)
    default_storage.save(certificate.pdf.name, __import__("io").BytesIO(b"%PDF forged"))
    client.force_login(certificate.enrolment.person)
    answer = client.get(at("certificates:file", certificate.key))
    assert (answer.status_code, b"forged" in answer.content) == (404, False)
    assert certificate.number in words(answer)
    default_storage.delete(certificate.pdf.name)
    assert client.get(at("certificates:file", certificate.key)).status_code == 404


def test_mine_shows_mine_alone(client, coordinator):
    offering, people = closed_offering(2, by=coordinator)
    made = issued(offering, coordinator)
    client.force_login(people[0].person)
    page = words(client.get(at("certificates:mine")))
    own = next(one for one in made if one.enrolment_id == people[0].pk)
    assert [one.number for one in made if one.number in page] == [own.number]
    client.logout()
    assert client.get(at("certificates:mine")).status_code == 302


def test_revoke_and_replace_ask_why(client, certificate, coordinator):
    client.force_login(coordinator)
    revoke, replace = (at(f"certificates:{name}", certificate.key) for name in ("revoke", "replace"))
    assert client.get(revoke).status_code == client.get(replace).status_code == 200
    assert client.post(replace, {"reason": " "}).context["form"].errors.keys() == {"reason"}
    assert client.post(replace, {"reason": "Name"}).status_code == 302
    assert client.post(revoke, {"reason": "Late"}).status_code == 302
    certificate.refresh_from_db()
    assert (certificate.status, Certificate.objects.valid().count()) == ("replaced", 1)
    client.force_login(certificate.enrolment.person)
    assert client.post(revoke, {"reason": "Mine"}).status_code == 404
    client.force_login(person_with(Role.AUDITOR))
    assert client.get(at("certificates:revoke", Certificate.objects.valid().get().key)).status_code == 404


def test_page_of_issuing_offers_another_one_for_the_revoked_alone(client, coordinator):
    offering, _people = closed_offering(2, by=coordinator)
    revoked, valid = issued(offering, coordinator)
    revoke_certificate(certificate=revoked, reason="Wrong", by=coordinator, now=LATER)
    address, again = at("certificates:issue", offering.code), at("certificates:again", revoked.key)
    client.force_login(coordinator)
    page = client.get(address)
    assert (page.context["page"].due, page.context["page"].again) == ([], {revoked.pk})
    assert (again in page.content.decode(), at("certificates:again", valid.key) in page.content.decode()) == (
        True,
        False,
    )
    for person, status in ((person_with(Role.AUDITOR), 404), (revoked.enrolment.person, 404), (coordinator, 302)):
        client.force_login(person)
        assert client.post(again).status_code == status
    assert client.get(again).status_code == 405
    assert Certificate.objects.valid().count() == 2
    assert client.get(address).context["page"].again == set()


def test_stranger_verifies_what_stands_on_it_and_nothing_more(client, certificate):
    answer = client.get(verify_address(certificate), headers={"accept-language": "en"})
    page = words(answer)
    assert answer.status_code == 200
    for said in ("Jožefa Žužek", "Strategy", "CLUS3-2027-00001", "4", "EU funded", "D29J21000000007", "is valid"):
        assert said in page
    person = certificate.enrolment.person
    for hidden in (person.email, str(certificate.key), certificate.sha256, certificate.enrolment.cluster.name):
        assert hidden not in answer.content.decode()
    assert (answer["X-Robots-Tag"], "noindex" in answer.content.decode()) == ("noindex, nofollow", True)
    assert "no-store" in answer["Cache-Control"]


def test_page_is_in_the_readers_language(client, certificate):
    def language(**how):
        return re.search(r'<html lang="(\w+)"', client.get(verify_address(certificate), **how).content.decode())[1]

    assert language(headers={"accept-language": "en"}) == "en"
    assert language(headers={"accept-language": "it"}) == "it"
    assert language(query_params={"lang": "en"}, headers={"accept-language": "it"}) == "en"
    assert language(query_params={"lang": "xx"}, headers={"accept-language": "it"}) == "it"


def test_unknown_number_and_wrong_code_read_the_same(client, certificate):
    wrong = client.get(verify_address(certificate, "0" * 13), headers={"accept-language": "en"})
    unknown = client.get("/verify/CLUS3-2027-99999/" + certificate.code + "/", headers={"accept-language": "en"})
    assert "There is no certificate with this number" in words(wrong)
    assert wrong.status_code == unknown.status_code == 200
    assert words(wrong).replace(certificate.number, "") == words(unknown).replace("CLUS3-2027-99999", "")


@pytest.mark.parametrize("number", ["%00", "x" * 400, "🎓", "' OR 1=1 --"])
def test_odd_numbers_find_nothing(client, certificate, number):
    assert "Žužek" not in words(client.get(f"/verify/{number}/{certificate.code}/"))


def test_form_leads_to_the_page_whatever_way_the_code_is_typed(client, certificate):
    code = certificate.code
    typed = {"number": f" {certificate.number.lower()} ", "code": f"{code[:4]} {code[4:8]}-{code[8:]}".lower()}
    answer = client.get("/verify/", typed)
    assert answer.url == verify_address(certificate)
    assert client.get("/verify/", {"number": "", "code": "---"}).context["form"].errors.keys() == {"number", "code"}
    assert client.get("/verify/", {"number": "a\x00b", "code": "1"}).context["form"].errors.keys() == {"number"}
    assert client.get("/verify/").status_code == 200


def test_ended_certificates_say_so_with_the_day(client, certificate, coordinator):
    new = replace_certificate(certificate=certificate, reason="Secret reason", by=coordinator, now=LATER)
    revoke_certificate(certificate=new, reason="Secret reason", by=coordinator, now=LATER)
    english = {"accept-language": "en"}
    old_page, new_page = (words(client.get(verify_address(one), headers=english)) for one in (certificate, new))
    assert f"replaced on 11 February 2027 by number {new.number}" in old_page
    assert "revoked on 11 February 2027" in new_page
    for page in (old_page, new_page):
        assert "is valid." not in page
        assert "Secret" not in page
        assert new.code not in old_page


def test_destroyed_certificate_says_that_it_was(client, certificate):
    destroy_certificates(enrolments=[certificate.enrolment], now=LATER)
    page = words(client.get(verify_address(certificate), headers={"accept-language": "en"}))
    assert "the name and the document were destroyed on 11 February 2027" in page
    assert ("Žužek" in page, certificate.sha256 in page) == (False, True)
    client.force_login(certificate.enrolment.person)
    assert client.get(at("certificates:file", certificate.key)).status_code == 404
    assert client.get(at("certificates:mine")).status_code == 200


def test_guessing_is_stopped_by_address_of_the_guesser(client, certificate):
    address = verify_address(certificate, "1" * 13)
    found = [client.get(address).status_code for _ in range(31)]
    assert found == [200] * 30 + [429]
    stopped = client.get(verify_address(certificate))
    assert (stopped.status_code, stopped["Retry-After"]) == (429, "60")
    assert client.get(verify_address(certificate), REMOTE_ADDR="198.51.100.7").status_code == 200


@pytest.mark.parametrize("people", [1, 30])
def test_pages_cost_the_same_for_one_and_thirty(client, coordinator, people, django_assert_num_queries):
    offering, enrolments = closed_offering(people, by=coordinator)
    client.force_login(coordinator)
    address = at("certificates:issue", offering.code)
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)
    certificate = issued(offering, coordinator)[0]
    with django_assert_num_queries(8):
        client.get(address)
    client.logout()
    with django_assert_num_queries(2):
        client.get(verify_address(certificate))
    client.force_login(certificate.enrolment.person)
    client.get(at("certificates:mine"))
    with django_assert_num_queries(6):
        client.get(at("certificates:mine"))
    assert len(enrolments) == people
