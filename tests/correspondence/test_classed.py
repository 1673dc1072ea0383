"""Papers with a secrecy class, on the LAN: who may not see such documents learns nothing of them here."""

from typing import Any

import pytest

from giaoban.accounts.models import User
from giaoban.accounts.rules import Role
from giaoban.correspondence import services
from giaoban.correspondence.models import Dossier, Edition, Issue
from giaoban.correspondence.rules import IssueFacts
from giaoban.notices.models import Notice, OutboxMessage
from tests.cast import TODAY, Cast, sign_in
from tests.correspondence.common import COMMUNE, HERE, at, make_round, post, words
from tests.correspondence.issuing import ready
from tests.factories.accounts import make_grant
from tests.factories.correspondence import make_dossier

SUBJECT = "điều động nhân sự chủ chốt"


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    return ready(cast, about=SUBJECT, secrecy="secret")


@pytest.fixture
def issue(cast: Cast, dossier: Dossier) -> Issue:
    return services.issue(actor=cast.clerk, dossier_id=dossier.pk, facts=IssueFacts(on=TODAY))


def told(page: Any) -> bool:
    return SUBJECT in words(page).lower()


def test_a_classed_dossier_is_for_who_sees_classed_documents(cast: Cast, dossier: Dossier) -> None:
    clerk, officer = sign_in(cast.clerk), sign_in(cast.officer)
    assert told(clerk.get(at(dossier)))
    assert officer.get(at(dossier)).status_code == 404
    tab = f"{HERE}ho-so-trinh/?viec=tham-muu"
    assert (told(clerk.get(tab)), told(officer.get(tab))) == (True, False)


def test_its_number_stays_in_the_register_without_its_words(cast: Cast, issue: Issue) -> None:
    clerk, officer = sign_in(cast.clerk), sign_in(cast.officer)
    register = f"{HERE}van-ban-di/"
    symbol = issue.document.symbol
    assert told(clerk.get(register))
    page = officer.get(register)
    assert (symbol in words(page), told(page)) == (True, False)
    assert symbol not in words(officer.get(f"{register}?tim=điều+động"))
    assert symbol in words(clerk.get(f"{register}?tim=điều+động"))
    printed = officer.get(f"{register}in/")
    assert (symbol in words(printed), told(printed), told(clerk.get(f"{register}in/"))) == (True, False, True)


def test_a_printed_register_with_its_words_opens_for_nobody_else(cast: Cast, issue: Issue) -> None:
    assert sign_in(cast.clerk).get(f"{HERE}van-ban-di/in/docx/").status_code == 200
    kept = Edition.objects.latest("pk")
    assert SUBJECT in str(kept.paper)
    assert sign_in(cast.clerk).get(f"/doi-chieu/{kept.code}/").status_code == 200
    assert sign_in(cast.officer).get(f"/doi-chieu/{kept.code}/").status_code == 404


def test_a_unit_that_got_it_reads_it_through_who_sees_such_papers(cast: Cast, issue: Issue) -> None:
    make_grant(cast.former, Role.CLERK, cast.unit("du-an-hoa"))
    User.objects.filter(pk=cast.former.pk).update(home_unit=cast.unit("du-an-hoa"))
    cast.former.refresh_from_db()
    reader, clerk = sign_in(cast.commune_officer), sign_in(cast.former)
    exact = f"/doi-chieu/{issue.edition.code}/"
    waiting = f"{COMMUNE}van-ban-den/cho-nhan/"
    assert (clerk.get(exact).status_code, told(clerk.get(waiting))) == (200, True)
    assert (reader.get(exact).status_code, told(reader.get(waiting))) == (404, False)
    delivery = issue.deliveries.get()
    assert post(reader, f"{waiting}{delivery.pk}/mo/").status_code == 404
    assert post(clerk, f"{waiting}{delivery.pk}/mo/").status_code == 302


def test_a_body_that_is_asked_about_it_reads_it_likewise(cast: Cast) -> None:
    asked, _round, (opinion,) = make_round(cast, "du-an-hoa")
    Dossier.objects.filter(pk=asked.pk).update(secrecy="secret", about=SUBJECT)
    reader = sign_in(cast.commune_officer)
    assert reader.get(f"{COMMUNE}gop-y/{opinion.pk}/").status_code == 404
    assert not told(reader.get(f"{COMMUNE}ho-so-trinh/?viec=gop-y"))
    Dossier.objects.filter(pk=asked.pk).update(secrecy="normal")
    assert told(reader.get(f"{COMMUNE}ho-so-trinh/?viec=gop-y"))


def test_no_message_tells_what_it_is_about(cast: Cast, dossier: Dossier) -> None:
    """Neither that it waits for somebody, nor that it was issued, nor that it came."""
    issue = services.issue(actor=cast.clerk, dossier_id=dossier.pk, facts=IssueFacts(on=TODAY))
    services.recall(actor=cast.clerk, issue_id=issue.pk, on=TODAY, reason="Gửi nhầm")
    asked, _round, _opinions = make_round(cast, "du-an-hoa")
    Dossier.objects.filter(pk=asked.pk).update(secrecy="secret", about=SUBJECT)
    services.withdraw(actor=cast.clerk, dossier_id=asked.pk, note="Thôi")
    other = make_dossier(cast.unit("btc-thai-binh"), about=SUBJECT, secrecy="secret")
    services.submit(actor=cast.clerk, dossier_id=other.pk, organ="head", on=TODAY)
    told = OutboxMessage.objects.all()
    events = {"directives.address", "correspondence.recall", "correspondence.opinions_ended"}
    assert events < {one.event for one in told}
    assert [one.event for one in told if SUBJECT in str(one.params)] == []
    # who may not open it is not told either
    assert not Notice.objects.filter(user=cast.commune_officer, message__event="directives.address").exists()
