"""On the page of a document: the round that it asked for and sent reports with a passage from it."""

from datetime import date

import pytest

from giaoban.accounts.rules import Role, Scope
from giaoban.reporting.models import Passage
from tests.cast import Cast, sign_in
from tests.factories import reporting
from tests.factories.accounts import make_grant, make_user
from tests.factories.directives import make_document

pytestmark = pytest.mark.django_db
PAGE = "/{unit}/2019-t09-9t/van-ban/{pk}/phan/reporting.document/"


def shown(user, unit: str, document) -> str:
    return sign_in(user).get(PAGE.format(unit=unit, pk=document.pk)).content.decode()


def test_the_round_and_the_reports_are_named_to_who_reads_them(cast: Cast):
    document = make_document(cast.unit("btctw"), "7-CV/BTCTW", issued_on=date(2019, 9, 1), public=True)
    round_ = reporting.make_round(cast, request_id=document.pk)
    leaf = round_.obligations.filter(leaf=True, unit__code="tu-hung-yen").get()
    assert "Chưa có báo cáo nào" not in shown(cast.clerk, "btc-thai-binh", document)
    assert round_.title in shown(cast.clerk, "btc-thai-binh", document)
    sent = reporting.fill_and_send(leaf)
    Passage.objects.filter(submission=sent).update(origin_kind="directives.document", origin_id=document.pk)
    assert "Báo cáo có đoạn từ văn bản này" not in shown(cast.clerk, "btc-thai-binh", document)
    centre = make_user("tw.doc", "Trần Thị Hoa", home=cast.unit("btctw"))
    make_grant(centre, Role.COMPILER, cast.unit("tw"), scope=Scope.SUBTREE)
    assert "Báo cáo có đoạn từ văn bản này" in shown(centre, "btctw", document)
