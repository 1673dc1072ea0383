"""Unique words in fields that may not be searched are found by nobody; those of another province not by
outsiders, in no result, count or filter."""

from datetime import date
from types import SimpleNamespace

import pytest

from giaoban.accounts.rules import Role
from giaoban.conferences import services as conferences
from giaoban.conferences.models import Conference, Participant
from giaoban.conferences.rules import ConferenceFacts
from giaoban.core.actors import System
from giaoban.people.search import mentioned
from giaoban.reporting.models import Passage
from giaoban.search import services
from giaoban.search.models import SearchEntry
from giaoban.search.queries import Home, Narrowed, find
from giaoban.tasks.rules import TaskFacts
from tests.cast import TODAY, Cast
from tests.factories.accounts import make_grant, make_user
from tests.factories.conferences import make_conference, make_paragraphs, make_speech, opened
from tests.factories.directives import make_document
from tests.factories.people import make_person, make_post
from tests.factories.provinces import Province, make_provinces
from tests.factories.recommendations import make_recommendation
from tests.factories.tasks import make_assignment, make_programme, walk

HOUSE = System()


def words(actor, text: str, **more) -> int:
    return find(actor, text, TODAY, **more).total


@pytest.fixture
def house(cast: Cast) -> SimpleNamespace:
    """Everything that may not be searched, each with a word of its own that begins with "kín"."""
    unit, office = cast.unit("tu-thai-binh"), cast.unit("btc-thai-binh")
    conference = make_conference(
        unit, office, title="Hội nghị rõtên", place="Hội trường rõchỗ", chair="Kín Chủtrì",
        chair_post="Kínchức", recorder="Kín Ghibiênbản",
    )  # fmt: skip
    opened(conference)
    first = conference.points.filter(host=False).first()
    speech = make_speech(conference, first.unit, topic="Kínchủđề phát biểu", speaker="Kín Ngườinói")
    Participant.objects.create(point=first, name="Kín Đạibiểu", post="Kínvịtrí", body="Kínnơilàm")
    first.contact, first.operator = "kínsốmáy", "Kín Kỹthuật"
    first.save()
    item = conference.items.first()
    item.presenter = "Kín Trìnhbày"
    item.save()
    make_paragraphs(conference, "Kíndựthảo kết luận.")
    assignment = make_assignment(unit, cast.unit("du-an-hoa"), title="Chương trình rõtên")
    walk(assignment, "acknowledge")
    draft = make_programme(unit, [cast.unit("du-an-hoa")], title="Kíndựthảochươngtrình", issue=False)
    recommendation = make_recommendation(
        unit, cast.unit("tw"), "Đề nghị rõnội dung", state="answered", outcome="explained",
        answer="Kíntrảlời", answered_on=date(2019, 9, 12),
    )  # fmt: skip
    make_document(office, "5-BC/TU", summary="", holder="Kínnơigiữ", issued_on=date(2019, 1, 2))
    make_document(office, "6-BC/TU", summary="Kínmật", secrecy="secret", issued_on=date(2019, 1, 2))
    person = make_person("Kín Chưacôngbố")
    make_post(person, office, "Kínchứcdanh", public=False)
    services.rebuild()
    return SimpleNamespace(
        cast=cast, conference=conference, speech=speech, draft=draft, recommendation=recommendation
    )


FORBIDDEN = (
    "chủtrì", "kínchức", "ghibiênbản", "kínchủđề", "ngườinói", "đạibiểu", "kínvịtrí", "kínnơilàm", "kínsốmáy",
    "kỹthuật", "trìnhbày", "kíndựthảo", "kíndựthảochươngtrình", "kíntrảlời", "kínnơigiữ", "kínmật",
    "chưacôngbố", "kínchứcdanh", "kín",
)  # fmt: skip


def test_what_may_not_be_searched_is_found_by_nobody(house):
    readers = [HOUSE, house.cast.head, house.cast.officer, house.cast.cluster_lead, house.cast.administrator]
    found = {
        (word, index): words(reader, word)
        for word in FORBIDDEN
        for index, reader in enumerate(readers)
        if words(reader, word)
    }
    assert found == {}
    body = " ".join(SearchEntry.objects.values_list("body", flat=True)).lower()
    assert [word for word in FORBIDDEN if word in body] == []


@pytest.mark.parametrize("word", ["rõtên", "rõchỗ", "rõnội"])
def test_what_may_be_searched_is_found(house, word):
    """Control: words beside the forbidden ones, in the same records."""
    assert words(HOUSE, word) > 0


def test_a_conclusion_is_found_once_it_is_issued(house):
    SearchEntry.objects.all().delete()
    conferences.move_conference(actor=HOUSE, conference_id=house.conference.pk, move="close")
    assert words(HOUSE, "kíndựthảo") == 0
    from giaoban.conferences.rules import IssueFacts

    conclusion = Conference.objects.get(pk=house.conference.pk).conclusion
    conferences.issue_conclusion(
        actor=HOUSE,
        conference_id=house.conference.pk,
        facts=IssueFacts(type="TB", symbol="9-TB/TU", issued_on=TODAY, public=False),
        version=conclusion.version,
    )
    assert words(HOUSE, "kíndựthảo", kinds=["conference"]) == 1


def test_a_conference_in_preparation_is_not_found_and_one_that_is_renamed_is(cast: Cast):
    unit, office = cast.unit("tu-thai-binh"), cast.unit("btc-thai-binh")
    made = make_conference(unit, office, title="Hội nghị chưamời")
    services.rebuild("conference")
    assert words(HOUSE, "chưamời") == 0
    opened(made)
    assert words(HOUSE, "chưamời") == 1
    made.refresh_from_db()
    conferences.change_conference(
        actor=HOUSE,
        conference_id=made.pk,
        facts=ConferenceFacts(
            title="Hội nghị đổitên", starts_at=made.starts_at, kind=made.kind, period=made.period
        ),
        version=made.version,
    )
    assert (words(HOUSE, "chưamời"), words(HOUSE, "đổitên")) == (0, 1)


# --- another province -----------------------------------------------------------------------------------


@pytest.fixture
def provinces(cast: Cast) -> tuple[Province, Province]:
    made = make_provinces(cast)
    services.rebuild()
    return made


def test_nothing_of_another_province_is_found_counted_or_offered(cast: Cast, provinces):
    ours, theirs = provinces
    theirs_ids = set(
        cast.unit(theirs.code)
        .__class__.objects.filter(ancestor_rows__ancestor__code=theirs.code)
        .values_list("pk", flat=True)
    )
    for text in ("giao ban", "chương trình", "đề nghị", "báo cáo", "hung yen", "1-kl/tu", "nguyễn văn"):
        for narrowed in (None, Narrowed(unit_ids=sorted(theirs_ids))):
            for reader in (ours.worker, ours.commune):
                found = find(reader, text, TODAY, narrowed=narrowed, home=Home(reader.home_unit_id, ()))
                private = [
                    result
                    for group in found.groups
                    for result in group.results
                    if not result.public and result.unit_id in theirs_ids
                ]
                assert private == []
                assert {unit for unit, _count in found.units} & theirs_ids <= set(
                    SearchEntry.objects.filter(public=True).values_list("unit_id", flat=True)
                )
    mine = find(ours.worker, "giao ban", TODAY).total
    everything = find(HOUSE, "giao ban", TODAY).total
    assert 0 < mine < everything


def test_who_was_given_something_finds_it(cast: Cast, provinces):
    """A task, a document and a conference are open to the units they went to, not to their neighbours."""
    unit, office = cast.unit("tu-thai-binh"), cast.unit("btc-thai-binh")
    to, beside = cast.unit("du-an-hoa"), cast.unit("du-an-chau")
    given = make_user("duoc.giao", home=to)
    other = make_user("ben.canh", home=beside)
    for user, home in ((given, to), (other, beside)):
        make_grant(user, Role.COMPILER, home)
    make_programme(unit, [to], title="Chương trình giaonày", tasks=[
        TaskFacts("1", "Việc giaonày", lead_unit_ids=[to.pk])
    ])  # fmt: skip
    make_document(office, "77-CV/TU", summary="Gửinày", recipients=(to,), issued_on=date(2019, 3, 3))
    services.rebuild("document")
    assert (words(given, "giaonày"), words(other, "giaonày")) == (2, 0)
    assert (words(given, "gửinày"), words(other, "gửinày")) == (1, 0)
    assert words(given, "giaonày", home=Home(to.pk, (to.pk,))) == 2


def test_staff_of_an_office_find_what_its_committee_was_given(cast: Cast):
    committee, office = cast.unit("tu-thai-binh"), cast.unit("btc-thai-binh")
    make_programme(
        cast.unit("tw"), [committee], tasks=[TaskFacts("1", "Việc chotỉnh", lead_unit_ids=[committee.pk])]
    )
    staff = make_user("canbo.ban", home=office)
    make_grant(staff, Role.COMPILER, office)
    elsewhere = make_user("canbo.khac", home=cast.unit("btc-hung-yen"))
    make_grant(elsewhere, Role.COMPILER, cast.unit("btc-hung-yen"))
    lines = Home(office.pk, (committee.pk, office.pk))
    assert (words(staff, "chotỉnh"), words(staff, "chotỉnh", home=lines)) == (0, 1)
    assert words(elsewhere, "chotỉnh", home=lines) == 0


# --- persons, reports, documents -----------------------------------------------------------------------


def test_a_name_in_a_text_that_is_not_public_does_not_find_it(cast: Cast):
    office = cast.unit("btc-thai-binh")
    make_post(make_person("Bùi Thị Hạnh"), office, "Phó Trưởng ban")
    private = make_document(
        office,
        "8-CV/TU",
        summary="Giao Bùi Thị Hạnh theo dõi; ông Tô Quý Lãm thay",
        issued_on=date(2019, 1, 1),
    )
    public = make_document(
        office, "9-QĐ/TU", summary="Bổ nhiệm Bùi Thị Hạnh", public=True, issued_on=date(2019, 1, 1)
    )
    services.rebuild()
    groups = {
        group.kind: [result.object_id for result in group.results]
        for group in find(HOUSE, "bui thi hanh", TODAY).groups
    }
    assert groups["document"] == [public.pk]
    assert len(groups["person"]) == 1
    assert words(HOUSE, "tô quý lãm") == 0
    assert [r.object_id for g in find(HOUSE, "giao theo dõi", TODAY).groups for r in g.results] == [
        private.pk
    ]


def test_mentioned_knows_registered_names_in_any_spelling_and_whoever_is_addressed(cast: Cast):
    make_person("Lê Hoà")
    assert mentioned(["Gặp Lê Hòa hôm nay", "Đồng chí Vũ An dự", "Xã Lê Lợi"]) == [
        ("Lê Hòa",),
        ("Vũ An",),
        (),
    ]
    assert mentioned([]) == []


def test_a_report_is_found_by_its_words_once_sent_and_not_while_it_is_taken_back(cast: Cast, provinces):
    from giaoban.reporting.models import Obligation
    from giaoban.reporting.services import moves

    ours, _theirs = provinces
    sent = Obligation.objects.get(pk=ours.ids["waiting_id"])
    text = Passage.objects.filter(submission=sent.current).order_by("pk")[0].text
    drafted = Passage.objects.filter(obligation_id=ours.ids["writing_id"], submission=None)[0]
    Passage.objects.filter(pk=drafted.pk).update(text="Kínđangsoạn")
    services.rebuild("report")

    def found() -> set[int]:
        groups = find(ours.worker, text, TODAY, kinds=["report"]).groups
        return {result.object_id for group in groups for result in group.results}

    assert sent.pk in found()
    assert words(HOUSE, "kínđangsoạn") == 0
    moves.move(actor=HOUSE, obligation_id=sent.pk, move="withdraw", version=sent.version, note="Sửa số")
    assert sent.pk not in found()


def test_a_document_that_is_replaced_lapses(cast: Cast):
    office = cast.unit("btc-thai-binh")
    old = make_document(office, "12-HD/BTCTW", public=True, issued_on=date(2018, 7, 6))
    new = make_document(office, "42-HD/BTCTW", public=True, issued_on=date(2019, 5, 1))
    services.rebuild("document")
    assert find(HOUSE, "hd btctw", TODAY).in_force == 2
    from giaoban.directives import services as directives

    relation = directives.relate(
        actor=HOUSE, source_id=new.pk, target_id=old.pk, kind="replaces", confirmed=True
    )
    assert find(HOUSE, "hd btctw", TODAY).in_force == 1
    only = find(HOUSE, "hd btctw", TODAY, narrowed=Narrowed(in_force=True))
    assert [result.object_id for group in only.groups for result in group.results] == [new.pk]
    directives.unrelate(actor=HOUSE, relation_id=relation.pk)
    assert find(HOUSE, "hd btctw", TODAY).in_force == 2
