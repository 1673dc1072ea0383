"""The directory of contacts: one a unit and field, confirmed each quarter, ended with the unit."""

from datetime import date

import pytest

from giaoban.audit.models import Entry
from giaoban.core.actors import Nobody, System
from giaoban.core.dates import OPEN
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.notices import contacts, impact, queries
from giaoban.notices.contacts import ContactFacts
from giaoban.notices.models import Contact
from giaoban.organisations.rules import ChangeKind, Plan
from tests.cast import TODAY
from tests.factories.notices import make_contact


@pytest.fixture
def unit(cast):
    return cast.unit("btc-thai-binh")


def facts(unit, **changes) -> ContactFacts:
    given = {
        "field": "",
        "name": "Lê Thị Cúc",
        "title": "Chuyên viên",
        "telephone": "0227 383 1234",
        "email": "",
    }
    return ContactFacts(unit.pk, **{**given, **changes})


def test_a_contact_is_named_and_confirmed_on_that_day(cast, unit):
    contact = contacts.set_contact(actor=cast.clerk, facts=facts(unit, email=" Cuc@ThaiBinh.example "))
    contact.refresh_from_db()
    assert (contact.name, contact.email, contact.starts, contact.ends) == (
        "Lê Thị Cúc",
        "cuc@thaibinh.example",
        TODAY,
        OPEN,
    )
    assert (contact.confirmed_on, contact.confirmed_by) == (TODAY, cast.clerk.pk)
    assert Entry.objects.get().action == "contacts.set"


def test_a_new_contact_ends_the_earlier_one_of_the_same_field(cast, unit):
    old = make_contact(unit, "Người cũ")
    field = make_contact(unit, "Người khác", "cadres")
    contacts.set_contact(actor=cast.clerk, facts=facts(unit))
    ends = dict(Contact.objects.values_list("name", "ends"))
    assert ends == {"Người cũ": TODAY, "Người khác": OPEN, "Lê Thị Cúc": OPEN}
    old.refresh_from_db()
    assert (old.version, field.version) == (2, 1)


def test_naming_twice_on_a_day_keeps_the_last(cast, unit):
    contacts.set_contact(actor=cast.clerk, facts=facts(unit, name="Ghi nhầm"))
    contacts.set_contact(actor=cast.clerk, facts=facts(unit))
    assert [contact.name for contact in Contact.objects.all()] == ["Lê Thị Cúc"]


def test_an_earlier_day_than_a_later_contact_is_refused(cast, unit):
    make_contact(unit, "Người sau", starts=date(2019, 9, 1))
    with pytest.raises(Refusal) as refused:
        contacts.set_contact(actor=cast.clerk, facts=facts(unit), starts=date(2019, 8, 1))
    assert (refused.value.code, Contact.objects.count()) == ("contacts.later", 1)
    contacts.set_contact(actor=cast.clerk, facts=facts(unit), starts=date(2019, 9, 2))
    assert Contact.objects.count() == 2


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("contacts.field", {"field": "football"}),
        ("contacts.name", {"name": " "}),
        ("contacts.name", {"name": "x" * 121}),
        ("contacts.unreachable", {"telephone": " "}),
        ("contacts.telephone", {"telephone": "gọi sau"}),
        ("contacts.telephone", {"telephone": "0227\n<script>"}),
        ("contacts.email", {"email": "cuc@"}),
        ("contacts.email", {"email": "cuc@x.example\nBcc: all@x.example"}),
    ],
)
def test_a_contact_is_refused_by_its_rule_and_accepted_without_the_fault(cast, unit, code, changes):
    with pytest.raises(Refusal) as refused:
        contacts.set_contact(actor=cast.clerk, facts=facts(unit, **changes))
    assert (refused.value.code, Contact.objects.count()) == (code, 0)
    contacts.set_contact(actor=cast.clerk, facts=facts(unit))


@pytest.mark.parametrize(
    "telephone", ["0227 383 1234", "+84 227 3831234", "(0227)3831234", "0227.383.1234/105"]
)
def test_telephones_as_offices_write_them_are_taken(cast, unit, telephone):
    if telephone.startswith("("):
        telephone = telephone.replace("(", "").replace(")", " ")
    assert (
        contacts.set_contact(actor=cast.clerk, facts=facts(unit, telephone=telephone)).telephone == telephone
    )


def test_a_contact_by_mail_alone_is_enough(cast, unit):
    contacts.set_contact(actor=cast.clerk, facts=facts(unit, telephone="", email="cuc@x.example"))


def test_only_who_keeps_the_directory_of_the_unit_writes_it(cast, unit):
    made = make_contact(unit, "Người cũ")
    for actor in (cast.officer, cast.other_officer, cast.former, cast.cluster_lead):
        with pytest.raises(Hidden):
            contacts.set_contact(actor=actor, facts=facts(unit))
        with pytest.raises(Hidden):
            contacts.confirm_contacts(actor=actor, unit_id=unit.pk)
        with pytest.raises(Hidden):
            contacts.end_contact(actor=actor, contact_id=made.pk, version=1)
    assert Contact.objects.get().ends == OPEN
    contacts.end_contact(actor=cast.clerk, contact_id=made.pk, version=1)


def test_a_unit_that_ended_gets_no_contact_and_one_that_will_end_until_then(cast):
    gone = cast.unit("du-an-hoa-cu")
    with pytest.raises(Refusal) as refused:
        contacts.set_contact(actor=System(), facts=facts(gone))
    assert (refused.value.code, Contact.objects.count()) == ("contacts.unit_ended", 0)
    early = contacts.set_contact(actor=System(), facts=facts(gone), starts=date(2018, 6, 1))
    assert early.ends == gone.ends
    assert contacts.set_contact(actor=System(), facts=facts(cast.unit("du-an-hoa"))).ends == OPEN
    with pytest.raises(Hidden):
        contacts.set_contact(actor=System(), facts=ContactFacts(0, "", "Lê Hoa", telephone="0227 383 1234"))


def test_contacts_are_confirmed_once_a_quarter(cast, unit):
    make_contact(unit, "Lê Thị Cúc", confirmed_on=date(2019, 6, 30))
    make_contact(unit, "Vũ Hoa", "cadres", confirmed_on=date(2019, 7, 1))
    assert queries.unconfirmed(unit.pk, TODAY) == 1
    assert contacts.confirm_contacts(actor=cast.clerk, unit_id=unit.pk) == 2
    assert queries.unconfirmed(unit.pk, TODAY) == 0
    assert queries.unconfirmed(unit.pk, date(2019, 10, 1)) == 2
    assert set(Contact.objects.values_list("confirmed_by", flat=True)) == {cast.clerk.pk}


def test_an_empty_directory_has_nothing_to_confirm(cast, unit):
    with pytest.raises(Refusal) as refused:
        contacts.confirm_contacts(actor=cast.clerk, unit_id=unit.pk)
    assert refused.value.code == "contacts.none"
    make_contact(unit, "Lê Thị Cúc")
    contacts.confirm_contacts(actor=cast.clerk, unit_id=unit.pk)


def test_ending_a_contact_twice_or_on_an_older_version_is_told(cast, unit):
    made = make_contact(unit, "Lê Thị Cúc")
    with pytest.raises(Conflict):
        contacts.end_contact(actor=cast.clerk, contact_id=made.pk, version=9)
    contacts.end_contact(actor=cast.clerk, contact_id=made.pk, version=1)
    with pytest.raises(Hidden):
        contacts.end_contact(actor=cast.clerk, contact_id=made.pk, version=2)
    fresh = contacts.set_contact(actor=cast.clerk, facts=facts(unit))
    contacts.end_contact(actor=cast.clerk, contact_id=fresh.pk, version=1)
    assert Contact.objects.filter(pk=fresh.pk).exists() is False


def test_the_directory_reaches_units_below_and_hides_secret_ones(cast, unit):
    make_contact(unit, "Lê Thị Cúc", "cadres", title="Chuyên viên")
    make_contact(cast.unit("btc-hung-yen"), "Vũ Xa")
    secret = cast.unit("hu-dong-hung")
    secret.secrecy = "secret"
    secret.save()
    make_contact(secret, "Canary Mật")
    province = cast.unit("tu-thai-binh").pk

    def names(actor, **filters):
        return [contact.name for contact in queries.contacts(actor, province, TODAY, **filters)]

    assert names(cast.officer) == ["Lê Thị Cúc"]
    assert names(cast.head) == ["Lê Thị Cúc", "Canary Mật"]
    assert names(Nobody()) == []
    assert names(cast.officer, subtree=False) == []
    assert names(cast.officer, field="cadres") == ["Lê Thị Cúc"]
    assert names(cast.officer, field="general") == []
    assert names(cast.officer, text="le cuc") == ["Lê Thị Cúc"]
    assert names(cast.officer, text="cục") == []
    assert names(cast.officer, text="canary") == []
    assert names(cast.officer, text="chuyên viên 383") == ["Lê Thị Cúc"]


def test_whom_to_call_is_the_contact_of_the_field_else_the_general_one(cast, unit):
    general = make_contact(unit, "Chung")
    assert queries.contact_of(unit.pk, "cadres", TODAY) == general
    own = make_contact(unit, "Riêng", "cadres")
    assert queries.contact_of(unit.pk, "cadres", TODAY) == own
    assert queries.contact_of(unit.pk, "training", TODAY) == general
    assert queries.contact_of(unit.pk, "cadres", date(2017, 1, 1)) is None


def test_rows_carry_the_name_of_the_day_and_whether_they_are_confirmed(cast, unit):
    make_contact(unit, "Lê Thị Cúc", confirmed_on=date(2019, 7, 1))
    (row,) = queries.contact_rows(queries.contacts(cast.officer, unit.pk, TODAY), TODAY)
    assert (row.unit_name, row.field_label, row.confirmed) == (
        "Ban Tổ chức Tỉnh ủy Thái Bình",
        "Đầu mối chung",
        True,
    )


def test_contacts_end_with_their_unit(cast, unit):
    day = date(2020, 1, 1)
    plan = Plan(kind=ChangeKind.DISSOLVE, effective_on=day, ends=(unit.pk,))
    assert impact.preview(plan) == ()
    make_contact(unit, "Lê Thị Cúc")
    make_contact(unit, "Chưa bắt đầu", "cadres", starts=date(2020, 2, 1))
    make_contact(cast.unit("btc-hung-yen"), "Vũ Xa")
    (line,) = impact.preview(plan)
    assert (line.count, line.blocking, line.names) == (2, False, ("Chưa bắt đầu", "Lê Thị Cúc"))
    impact.apply(plan, System())
    assert dict(Contact.objects.values_list("name", "ends")) == {"Lê Thị Cúc": day, "Vũ Xa": OPEN}
