"""Two provinces with the same things in each: what addresses and forms name by id, ours and theirs.

`worker` may do everything in the commission of the province, `commune` in its commune.
"""

import secrets
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from giaoban.accounts.models import Activation, Grant, Responsibility, User
from giaoban.accounts.rules import Role
from giaoban.files.models import StoredFile
from giaoban.files.services import path_of
from giaoban.organisations.models import Change, Department, Unit
from giaoban.organisations.rules import ChangeKind
from giaoban.reporting import services as reporting_doors
from giaoban.reporting.models import Form, FormVersion, Obligation, OutlineSection, Passage
from giaoban.search.models import SavedSearch
from giaoban.tasks import services as task_doors
from giaoban.tasks.models import Assignment
from tests.cast import BASELINE, Cast
from tests.factories import reporting
from tests.factories.accounts import make_grant, make_user
from tests.factories.arrivals import make_arrival
from tests.factories.conferences import (
    closed,
    make_conference,
    make_paragraphs,
    make_speech,
    opened,
    point_of,
)
from tests.factories.correspondence import make_dossier, make_issue, make_series
from tests.factories.crowded import EVERYTHING, add_units, worker
from tests.factories.directives import make_document, make_relation
from tests.factories.notices import make_contact, make_job, make_notice
from tests.factories.people import make_person, make_post
from tests.factories.reading import make_correction, make_text
from tests.factories.recommendations import make_recommendation
from tests.factories.rounds import make_dossiers
from tests.factories.tasks import make_assignment, make_programme

PERIOD = reporting.PERIOD


@dataclass
class Province:
    """`ids` by the name an address gives them; `of` where one page needs another record than the others."""

    code: str
    worker: User
    commune: User
    ids: dict[str, Any] = field(default_factory=dict)
    of: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def short(self) -> str:
        return self.code.removeprefix("tu-")

    def at(self, user: User | None = None) -> dict[str, Any]:
        home = (user or self.worker).home_unit
        assert home is not None
        return {"unit_code": home.code, "period_code": PERIOD}

    def arguments(self, name: str, wanted: tuple[str, ...]) -> dict[str, Any]:
        known = {**self.ids, **self.of.get(name, {})}
        return {key: known[key] for key in wanted}


def make_provinces(cast: Cast) -> tuple[Province, Province]:
    reporting.set_levels()
    codes = ("tu-thai-binh", "tu-hung-yen")
    communes = [add_units(cast, code, "commune_committee", 4, f"Đảng ủy xã {code}") for code in codes]
    ours, theirs = (fill(cast, code, units) for code, units in zip(codes, communes, strict=True))
    return ours, theirs


def fill(cast: Cast, code: str, communes: list[Unit]) -> Province:
    unit, office = cast.unit(code), cast.unit(code.replace("tu-", "btc-"))
    user = worker(cast, f"{code}.viec", office.code, code)
    for role in (Role.POINT_OPERATOR, Role.PERSONNEL_OFFICER):
        make_grant(user, role, unit)
    local = make_user(f"{code}.xa", home=communes[0])
    for role in (*EVERYTHING, Role.POINT_OPERATOR):
        make_grant(local, role, communes[0])
    made = Province(code, user, local)
    _house(made, unit, office, communes)
    _papers(made, unit, office, communes)
    _tasks(made, unit, communes)
    _reports(made, cast, unit, communes)
    _conference(made, unit, office, communes)
    _books(made, unit, office)
    _dossiers(made, office, communes)
    _text(made, office)
    found = make_recommendation(communes[0], unit, f"Đề nghị của {code}")
    made.ids["recommendation_id"] = found.pk
    made.ids["up_id"] = make_recommendation(unit, cast.unit("tw"), f"Lên Trung ương từ {code}").pk
    return made


def _house(made: Province, unit: Unit, office: Unit, communes: list[Unit]) -> None:
    person = make_person(f"Nguyễn Văn {made.short}")
    other = make_user(f"{made.code}.nguoi", home=office)
    grant = make_grant(other, Role.CLERK, office)
    slip = Activation.objects.create(
        user=other, digest=uuid.uuid4().hex, expires_at=timezone.now() + timedelta(days=3), batch=uuid.uuid4()
    )
    change = Change.objects.create(kind=ChangeKind.ESTABLISH.value, effective_on=BASELINE)
    change.units.set(communes)
    made.ids |= {
        "code": communes[0].code,
        "tw": Unit.objects.get(code="tw").pk,
        "own_unit": unit.pk,
        "unit_id": communes[1].pk,
        "person_id": person.pk,
        "post_id": make_post(person, office, public=False).pk,
        "department_id": Department.objects.create(unit=office, name="Phòng", starts=BASELINE).pk,
        "user_id": other.pk,
        "grant_id": Grant.objects.get(pk=grant.pk).pk,
        "batch": slip.batch,
        "responsibility_id": Responsibility.objects.create(user=other, unit=office, starts=BASELINE).pk,
        "contact_id": make_contact(office, "Đầu mối").pk,
        "notice_id": make_notice(made.worker).pk,
        "job_id": make_job(made.worker).pk,
        "saved_id": SavedSearch.objects.create(user_id=made.worker.pk, name="Của riêng", query="q=a").pk,
        "change_id": change.pk,
    }
    gone = SavedSearch.objects.create(
        user_id=made.worker.pk, name="Đã bỏ", query="q=b", removed_at=timezone.now()
    )
    made.of["search_restore"] = {"saved_id": gone.pk}


def _papers(made: Province, unit: Unit, office: Unit, communes: list[Unit]) -> None:
    document = make_document(office, "1-KL/TU", issuer=f"Tỉnh ủy {made.short}", issued_on=date(2019, 5, 6))
    older = make_document(office, "9-KL/TU", issuer=f"Tỉnh ủy {made.short}", issued_on=date(2018, 5, 6))
    made.ids |= {
        "document_id": document.pk,
        "target_id": older.pk,
        "relation_id": make_relation(document, older).pk,
        "file_id": _file("directives.document", document.pk, office).pk,
        "panel_code": "tasks-of-document",
        "party_id": unit.pk,
    }


def _books(made: Province, unit: Unit, office: Unit) -> None:
    """A paper that arrived, one that waits to be received, a number, and a paper that was sent out."""
    received = make_issue(make_dossier(unit, state="issued"), f"5-KH/{made.short}", delivered=[office])
    sent = make_issue(make_dossier(office, state="issued"), f"6-KH/{made.short}", delivered=[unit])
    made.ids |= {
        "arrival_id": make_arrival(office, f"7-CV/{made.short}", issuer=f"Nơi gửi {made.short}").pk,
        "delivery_id": received.deliveries.get().pk,
        "number_id": make_series(office, numbers=1).numbers.get().pk,
        "issue_id": sent.pk,
    }


def _dossiers(made: Province, office: Unit, communes: list[Unit]) -> None:
    """Hồ sơ trình of the commission in every state; its communes are asked."""
    papers = make_dossiers(office, communes)
    made.ids |= {
        "dossier_id": papers.drafting.pk,
        "opinion_id": papers.opinion.pk,
        "consultation_id": papers.form.pk,
        "page": 1,
        "form": "docx",
    }
    asking = {"dossier_id": papers.consulting.pk}
    made.of |= {f"correspondence:{name}": asking for name in ("settle", "counts", "opinions")}
    made.of["correspondence:respond"] = {**asking, "point_id": papers.point.pk}
    made.of["correspondence:decide"] = {"dossier_id": papers.with_head.pk}
    made.of["correspondence:issue"] = {"dossier_id": papers.approved.pk}
    made.of |= {
        f"correspondence:{name}": {"dossier_id": papers.issued.pk} for name in ("recall", "replace", "signed")
    }
    made.of |= {
        f"correspondence:{name}": {"code": papers.code} for name in ("edition", "edition_pdf", "edition_page")
    }


def _text(made: Province, office: Unit) -> None:
    """A text that was read, with one mark corrected."""
    text = make_text(office)
    correction = make_correction(text)
    made.ids |= {
        "text_id": text.pk,
        "correction_id": correction.pk,
        "mark_key": correction.mark,
        "citation": "trich-dan",
        "office_id": office.pk,
        "cited_id": make_document(office, "7-NQ/TU", issuer=f"Tỉnh ủy {made.short}").pk,
    }
    made.of["reading:mark_add"] = {"kind": "so-lieu"}


def _file(kind: str, object_id: int, unit: Unit) -> StoredFile:
    stored = StoredFile.objects.create(
        kind=kind, object_id=object_id, unit=unit, name="t.pdf", media_type="application/pdf", size=1,
        sha256="0" * 64, key=secrets.token_hex(20),
    )  # fmt: skip
    path = path_of(stored.key)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%")
    return stored


def _tasks(made: Province, unit: Unit, communes: list[Unit]) -> None:
    assignment: Assignment = make_assignment(unit, communes[0], title=f"Chương trình {made.short}")
    draft = make_programme(unit, communes[1:2], title=f"Dự thảo {made.short}", issue=False)
    extension = task_doors.ask_extension(
        actor=reporting.SYSTEM,
        assignment_id=assignment.pk,
        new_due=date(2019, 11, 30),
        reason="Chờ hướng dẫn",
    )
    made.ids |= {
        "programme_id": assignment.task.programme_id,
        "draft_id": draft.pk,
        "draft_version": draft.version,
        "task_id": draft.tasks.get().pk,
        "assignment_id": assignment.pk,
        "extension_id": extension.pk,
        "assignment_version": Assignment.objects.get(pk=assignment.pk).version,
        "move": "acknowledge",
    }
    drafts = ("programme_edit", "task_add", "assign", "issue", "discard")
    made.of |= {f"tasks:{name}": {"programme_id": draft.pk} for name in drafts}


def _reports(made: Province, cast: Cast, unit: Unit, communes: list[Unit]) -> None:
    """The first commune writes, the second was accepted, the third has sent, the fourth owes; the province
    compiles."""
    round_ = reporting.make_round(cast, unit=made.code)
    sent = reporting.owed(round_, communes[1].code)
    submission = reporting.fill_and_send(sent, accept=True)
    waiting = reporting.owed(round_, communes[2].code)
    writing = reporting.begin_and_fill(reporting.owed(round_, communes[0].code))
    own = reporting.owed(round_, made.code)
    reporting_doors.begin_report(actor=reporting.SYSTEM, obligation_id=own.pk)
    source = submission.passages.order_by("pk")[0]
    taken = reporting_doors.take_passages(
        actor=reporting.SYSTEM, obligation_id=own.pk, section_id=source.section_id, source_ids=[source.pk],
        how="verbatim",
    )  # fmt: skip
    form = Form.objects.create(code=f"khac-{made.short}", name="Biểu khác")
    version = FormVersion.objects.create(form=form, starts=BASELINE)
    strange = OutlineSection.objects.create(
        version=version, number="I", position=1, title="Mục khác", kind="result"
    )
    made.ids |= {
        "round_id": round_.pk,
        "obligation_id": own.pk,
        "sent_id": sent.pk,
        "waiting_id": waiting.pk,
        "waiting_version": reporting.fill_and_send(waiting).pk,
        "waiting_state": Obligation.objects.get(pk=waiting.pk).version,
        "own_version": Obligation.objects.get(pk=own.pk).version,
        "due_id": reporting.owed(round_, communes[3].code).pk,
        "writing_id": writing.pk,
        "source_id": source.pk,
        "passage_id": taken.pk,
        "section_id": source.section_id,
        "strange_section": strange.pk,
        "number": 1,
        "key": "MEM.NEW:in_period",
    }
    first = Passage.objects.filter(obligation=writing, submission=None).order_by("pk")[0]
    made.of |= {name: {"obligation_id": sent.pk} for name in ("reporting:version", "reporting:arrival")}
    made.of |= {
        f"reporting:{name}": {"obligation_id": writing.pk, "passage_id": first.pk}
        for name in ("passage_save", "passage_autosave", "passage_remove", "passage_add", "passage_restore")
    }
    filled = {"file_id": reporting.bring_back(own, made.worker)}
    made.of |= {"reporting:load_preview": filled, "reporting:load_marked": filled}
    made.of["reporting:word_changes"] = {"file_id": reporting.bring_word_back(own, made.worker)}
    made.of["reporting:act"] = {"obligation_id": writing.pk, "move": "submit"}
    made.of["correspondence:open_from"] = {"kind": "reporting.report", "object_id": own.pk}


def _conference(made: Province, unit: Unit, office: Unit, communes: list[Unit]) -> None:
    conference = make_conference(unit, office, title=f"Giao ban {made.short}")
    coming = make_conference(unit, office, title=f"Giao ban sau {made.short}")
    opened(conference)
    make_paragraphs(conference, "Hoàn thành sắp xếp.")
    done = closed(make_conference(unit, office, title=f"Giao ban trước {made.short}"))
    made.of["conferences:minutes_paper"] = {"conference_id": done.pk}
    made.ids |= {
        "conference_id": conference.pk,
        "coming_id": coming.pk,
        "coming_item": coming.items.order_by("pk")[1].pk,
        "coming_point": point_of(coming, communes[1]).pk,
        "item_id": conference.items.order_by("pk")[0].pk,
        "point_id": point_of(conference, communes[0]).pk,
        "speech_id": make_speech(conference, communes[0]).pk,
        "paragraph_id": conference.conclusion.paragraphs.get().pk,
    }
