"""Units that end: open dossiers go on with who continues them; what was issued and numbered stays."""

from datetime import date

from giaoban.accounts.models import User
from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.correspondence import impact, queries
from giaoban.correspondence.models import Dossier, Series
from giaoban.organisations.models import Change, Placement, Succession, Unit
from giaoban.organisations.rules import ChangeKind, Plan
from tests.cast import Cast
from tests.factories.correspondence import make_dossier, make_series

DAY = date(2019, 10, 1)


def merge(ends: list[Unit], into: Unit) -> Plan:
    change = Change.objects.create(kind=ChangeKind.MERGE, effective_on=DAY, decision="minh họa")
    for unit in ends:
        Succession.objects.create(change=change, predecessor=unit, successor=into)
    return Plan(kind=ChangeKind.MERGE, effective_on=DAY, ends=tuple(u.pk for u in ends), begins=(into.pk,))


def whose(dossier: Dossier) -> tuple[str, str, str]:
    now = Dossier.objects.select_related("unit", "issuer").get(pk=dossier.pk)
    return now.unit.code, now.issuer.code, now.state


def test_open_dossiers_follow_the_successor_and_numbers_do_not(cast: Cast) -> None:
    gone, heir, above = (cast.unit(code) for code in ("du-an-chau", "du-an-hoa", "hu-dong-hung"))
    written = make_dossier(gone)
    laid = make_dossier(gone, issuer=above, organ="committee", state="with_committee")
    issued = make_dossier(gone, state="issued")
    other = make_dossier(heir)
    series = make_series(gone, numbers=4, code="ĐU")
    plan = merge([gone], heir)
    open_, numbers = impact.preview(plan)
    assert (open_.count, open_.text) == (
        2,
        "2 hồ sơ trình chưa ban hành chuyển sang đơn vị kế thừa từ ngày 01/10/2019",
    )
    assert numbers.count == 4
    impact.apply(plan, System())
    assert [whose(dossier) for dossier in (written, laid, issued, other)] == [
        ("du-an-hoa", "du-an-hoa", "drafting"),
        ("du-an-hoa", "hu-dong-hung", "with_committee"),
        ("du-an-chau", "du-an-chau", "issued"),
        ("du-an-hoa", "du-an-hoa", "drafting"),
    ]
    assert Series.objects.get().unit == series.unit == gone
    assert queries.term_on(heir.pk, date(2019, 10, 2)) == "2015-2020"
    assert Entry.objects.filter(action="correspondence.follow").count() == 2


def test_with_nobody_to_go_on_they_are_withdrawn_with_a_word(cast: Cast) -> None:
    top = cast.unit("tw")
    dossier = make_dossier(top)
    Placement.objects.filter(unit=top).update(parent=None)
    User.objects.update(home_unit=None)
    impact.apply(Plan(kind=ChangeKind.DISSOLVE, effective_on=DAY, ends=(top.pk,), begins=()), System())
    assert whose(dossier) == ("tw", "tw", "withdrawn")
    step = dossier.steps.last()
    assert step is not None
    assert step.note.startswith("Đơn vị kết thúc")


def test_a_unit_without_any_has_no_line(cast: Cast) -> None:
    plan = merge([cast.unit("du-an-chau")], cast.unit("du-an-hoa"))
    assert impact.preview(plan) == []
