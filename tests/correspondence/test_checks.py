"""What is looked at before signing: each check finds what is wrong, and is silent when it is right."""

from datetime import date
from typing import Any

import pytest

from giaoban.core.secrecy import Zone
from giaoban.correspondence import queries
from giaoban.correspondence.models import Dossier
from giaoban.correspondence.rules import Finding, IssueFacts, State
from giaoban.documents.blocks import Annex, Column, Heading, Letterhead, Paper, Paragraph, Signature, Table
from tests.cast import TODAY, Cast
from tests.factories.accounts import make_grant, make_user
from tests.factories.correspondence import ABOUT, make_dossier, make_draft, make_paper, make_series
from tests.factories.directives import make_document, make_relation


def ready(cast: Cast, paper: Paper | None = None, **facts: Any) -> Dossier:
    given = {"recipients": [cast.unit("du-an-hoa")], "state": State.APPROVED, **facts}
    return make_dossier(cast.unit("btc-thai-binh"), paper=paper, **given)


def found(cast: Cast, dossier: Dossier, on: date = TODAY, **facts: Any) -> list[Finding]:
    given = IssueFacts(on=on, **facts) if facts or on != TODAY else None
    return list(queries.before_issue(cast.clerk, dossier, given))


def codes(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in findings]


def test_a_paper_that_is_whole_has_nothing_against_it(cast: Cast) -> None:
    assert found(cast, ready(cast)) == []


BARE: dict[str, Any] = {"place": "", "post": "", "signer": "", "receivers": []}


@pytest.mark.parametrize(
    ("paper", "facts", "expected"),
    [
        ({"letterhead": Letterhead("Tỉnh ủy", " ")}, {}, "issuer"),
        ({"place": ""}, BARE, "place"),
        ({"blocks": ()}, {}, "body"),
        ({"signature": None}, {**BARE, "place": "Huế", "receivers": ["A"]}, "post"),
        ({"signature": Signature("", "Trưởng ban", "")}, {**BARE, "place": "Huế"}, "signer"),
        ({"receivers": ()}, BARE, "receivers"),
        ({}, {"type": "CV"}, "addressee"),
    ],
)
def test_a_part_that_is_missing_stops_it(cast: Cast, paper: Any, facts: Any, expected: str) -> None:
    findings = [f for f in found(cast, ready(cast, make_paper(**paper), **facts)) if f.level == "stop"]
    assert f"layout.{expected}" in [finding.code for finding in findings]
    assert all(finding.source and finding.rule for finding in findings)


def test_what_the_dossier_says_of_the_head_needs_not_stand_in_the_draft(cast: Cast) -> None:
    bare = make_paper("", type_name="")
    assert found(cast, ready(cast, bare)) == []


def test_a_letter_needs_no_name_of_its_type_and_minutes_no_receivers(cast: Cast) -> None:
    letter = ready(cast, make_paper(type_name=""), type="CV", addressee="Đảng ủy xã An Hòa")
    assert found(cast, letter) == []
    minutes = ready(cast, make_paper(type_name="Biên bản", receivers=()), type="BB", receivers=[])
    assert found(cast, minutes) == []
    submission = ready(cast, make_paper(type_name="Tờ trình"), type="TTr")
    assert codes(found(cast, submission)) == [("layout.addressee", "warn")]


def test_places_left_open_and_empty_sections_are_named(cast: Cast) -> None:
    blocks = (
        Heading("I- Mục đích"),
        Heading("II- Yêu cầu"),
        Paragraph("Giao ……… đơn vị chủ trì, theo dõi và báo cáo kết quả trước ngày __/__/2019."),
        Table([Column("Việc"), Column("Số")], [["Rà soát ____", 3]]),
    )
    annex = Annex("Phụ lục 1", blocks=(Heading("A"),))
    findings = found(cast, ready(cast, make_paper(blocks=blocks, annexes=(annex,))))
    assert codes(findings) == [
        ("unfinished", "stop"),
        ("unfinished", "stop"),
        ("empty_section", "warn"),
        ("empty_section", "warn"),
    ]
    assert "Rà soát ____" in findings[1].text
    assert ["I- Mục đích" in findings[2].text, "“A”" in findings[3].text] == [True, True]
    # a paper that is filled by hand is meant to have them
    by_hand = ready(cast, make_paper(blocks=blocks[2:]), type="GM")
    levels = {finding.level for finding in found(cast, by_hand) if finding.code == "unfinished"}
    assert levels == {"warn"}


# --- citations -------------------------------------------------------------------------------------------


def test_a_cited_document_that_was_replaced_is_named_with_what_replaced_it(cast: Cast) -> None:
    home = cast.unit("tw")
    old = make_document(home, "05-QĐ/TW", type="QĐi", issued_on=date(2018, 8, 28), public=True)
    new = make_document(home, "12-QĐ/TW", type="QĐi", issued_on=date(2019, 3, 1), public=True)
    make_relation(new, old, "replaces")
    words = "Căn cứ Quy định số 05-QĐ/TW ngày 28/8/2018 và Quy định số 12-QĐ/TW ngày 01/3/2019."
    (finding,) = found(cast, ready(cast, make_paper(ABOUT, words)))
    assert (finding.code, finding.level) == ("citation_replaced", "warn")
    assert "05-QĐ/TW" in finding.text
    assert "12-QĐ/TW" in finding.text
    assert "01/3/2019" in finding.text
    # what replaces it and is not known to the reader is not named
    new.public = False
    new.save(update_fields=["public"])
    (hidden,) = found(cast, ready(cast, make_paper(ABOUT, words)))
    assert "một văn bản khác" in hidden.text


def test_what_it_is_entered_to_implement_must_hold_too(cast: Cast) -> None:
    home = cast.unit("tw")
    old = make_document(home, "05-KH/TW", issued_on=date(2018, 8, 28), public=True)
    new = make_document(home, "12-KH/TW", issued_on=date(2019, 3, 1), public=True)
    held = ready(cast, relations=[["implements", old.pk], ["replaces", old.pk], ["cites", new.pk]])
    assert found(cast, held) == []
    make_relation(new, old, "replaces")
    (finding,) = found(cast, held)
    assert (finding.code, finding.field) == ("citation_replaced", "relations")


# --- authority -------------------------------------------------------------------------------------------


def test_who_may_surely_not_issue_a_type_is_stopped_with_the_article(cast: Cast) -> None:
    dossier = make_dossier(
        cast.unit("du-an-hoa"), organ="standing_board", type="QC", state=State.APPROVED, drafted=False
    )
    draft = make_draft(dossier, make_paper(type_name="Quy chế"))
    assert draft.number == 1
    dossier.recipients.set([cast.unit("cb-thon-mot")])
    now = [f for f in found(cast, dossier, date(2026, 3, 2)) if f.code == "authority"]
    assert [f.level for f in now] == ["stop"]
    assert now[0].rule.startswith("Điều 11, Quy định 399-QĐ/TW")
    # the rule before 9/1/2026 was not verified: it is shown and stops nothing
    then = [f for f in found(cast, dossier) if f.code == "authority"]
    assert [f.level for f in then] == ["hint"]
    assert then[0].text.startswith("Tham khảo")


def test_what_no_source_tells_is_said_to_be_unknown(cast: Cast) -> None:
    dossier = ready(cast, make_paper(type_name="Chiến lược"), type="CL")
    assert codes(found(cast, dossier)) == [("authority_unknown", "hint")]


# --- the rest --------------------------------------------------------------------------------------------


def test_days_in_the_future_and_before_the_approval_stop_it(cast: Cast) -> None:
    dossier = ready(cast)
    assert codes(found(cast, dossier, date(2019, 9, 17))) == [("future", "stop")]
    assert codes(found(cast, dossier, date(2019, 9, 10))) == [("before_approval", "stop")]
    assert found(cast, make_dossier(cast.unit("btc-thai-binh"), recipients=[cast.unit("du-an-hoa")])) == []


def test_the_connected_zone_issues_nothing_secret(cast: Cast, settings: Any) -> None:
    make_grant(make_user("ah.vanthu", "Mai Thị Tám"), "clerk", cast.unit("du-an-hoa"), scope="self")
    dossier = ready(cast, secrecy="secret")
    assert found(cast, dossier) == []
    settings.GIAOBAN_ZONE = Zone.CONNECTED.value
    assert codes(found(cast, dossier)) == [("secrecy", "stop")]


def test_a_secret_paper_goes_where_somebody_may_read_it(cast: Cast) -> None:
    (finding,) = found(cast, ready(cast, secrecy="secret"))
    assert (finding.code, finding.level) == ("secret_recipients", "warn")
    assert "Đảng ủy xã An Hòa" in finding.text


def test_nobody_to_receive_it_here_is_said(cast: Cast) -> None:
    dossier = ready(cast, recipients=[])
    assert codes(found(cast, dossier)) == [("no_recipients", "warn")]
    assert found(cast, dossier, recipient_ids=(cast.unit("du-an-hoa").pk,)) == []
    assert codes(found(cast, ready(cast), recipient_ids=())) == [("no_recipients", "warn")]


def test_a_dossier_without_a_draft_cannot_go_out(cast: Cast) -> None:
    assert codes(found(cast, ready(cast, drafted=False))) == [("no_draft", "stop")]


def test_a_day_before_the_last_number_of_the_series_is_pointed_out(cast: Cast) -> None:
    series = make_series(cast.unit("btc-thai-binh"), numbers=2)
    dossier = ready(cast)
    assert found(cast, dossier) == []
    later = series.numbers.create(value=3, symbol="03-KH/BTCTU", taken_on=TODAY)
    finding = found(cast, dossier, date(2019, 9, 12))[0]
    assert (finding.code, finding.level, finding.field) == ("number_order", "warn", "on")
    assert later.symbol in finding.text
