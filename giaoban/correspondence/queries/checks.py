"""What is looked at before a paper is signed: layout, citations in force, secrecy, recipients, authority.

The software shows and a person decides; only what is surely wrong stops the issue.
"""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from giaoban.accounts.access import roles_of
from giaoban.accounts.models import Grant
from giaoban.core.actors import Actor
from giaoban.core.dates import today, vi
from giaoban.core.models import SECRECY_LABELS
from giaoban.core.registries import paper_sources
from giaoban.core.secrecy import Secrecy, Zone, allowed
from giaoban.correspondence.labels import ORGAN_LABELS, places
from giaoban.correspondence.models import Dossier, Draft, Number
from giaoban.correspondence.queries.base import kept_here, latest_draft
from giaoban.correspondence.queries.papers import final_paper, paper_of
from giaoban.correspondence.queries.terms import term_on
from giaoban.correspondence.rules import Finding, IssueFacts, Move, Organ
from giaoban.correspondence.rules.authority import authority
from giaoban.correspondence.rules.checks import Lack, empty_sections, lacking, unfinished, words_of
from giaoban.correspondence.rules.series import LETTER, series_type
from giaoban.directives.models import Document, type_label
from giaoban.directives.queries import HouseRegistry, get_document, visible_to, with_standing
from giaoban.directives.queries.relations import replacing
from giaoban.directives.rules import Permission as Documents
from giaoban.directives.rules import RelationKind
from giaoban.documents.blocks import Paper
from giaoban.documents.words import layout_of
from giaoban.organisations.queries.naming import names_at
from giaoban.reader import read

VIEW_SECRET = Documents.VIEW_SECRET.value
NAMED = 5  # units in one sentence
LEVELS = ("stop", "warn", "hint")
MINUTES = "BB"
SUBMISSION = "TTr"
BLANKS = ("GM", MINUTES, "VB")  # forms that are filled by hand


def before_issue(actor: Actor, dossier: Dossier, facts: IssueFacts | None = None) -> tuple[Finding, ...]:
    """Every finding, those that stop first; `facts` is what the page of issuing says, today without it."""
    day = facts.on if facts else today()
    draft = latest_draft(dossier)
    found = [
        *_day(dossier, day),
        *_secrecy(dossier),
        *_authority(dossier, day),
        *_paper(actor, dossier, draft, day, facts),
        *_subject(dossier, draft),
        *_relations(actor, dossier, day),
        *_recipients(dossier, facts, day),
        *_numbers(dossier, day),
    ]
    return tuple(sorted(found, key=lambda finding: LEVELS.index(finding.level)))


def _day(dossier: Dossier, day: date) -> Iterator[Finding]:
    if day > today():
        yield Finding("future", "stop", _("Ngày ban hành %(day)s chưa đến.") % {"day": vi(day)}, field="on")
    approved = dossier.steps.filter(move=Move.APPROVE).order_by("-pk").values_list("on", flat=True).first()
    if approved is not None and day < approved:
        yield Finding(
            "before_approval",
            "stop",
            _("Ngày ban hành %(day)s trước ngày thông qua %(approved)s.")
            % {"day": vi(day), "approved": vi(approved)},
            rule=_("Văn bản chỉ ban hành sau khi cấp có thẩm quyền thông qua."),
            field="on",
        )


def _secrecy(dossier: Dossier) -> Iterator[Finding]:
    secrecy = Secrecy(dossier.secrecy)
    if not allowed(secrecy, Zone(settings.GIAOBAN_ZONE)):
        yield Finding(
            "secrecy",
            "stop",
            _("Văn bản độ mật “%(class)s” không soạn và ban hành trên mạng kết nối.")
            % {"class": SECRECY_LABELS[secrecy]},
            rule=_("Vùng mạng được ấn định khi cài đặt; bí mật nhà nước chỉ lưu trên mạng LAN độc lập."),
            field="secrecy",
        )


def _authority(dossier: Dossier, day: date) -> Iterator[Finding]:
    found = authority(dossier.issuer.kind_id, dossier.organ, dossier.type, day)
    words = {
        "organ": ORGAN_LABELS[Organ(dossier.organ)],
        "type": type_label(dossier.type),
        "unit": names_at({(dossier.issuer_id, day)})[dossier.issuer_id, day],
    }
    rule = ", ".join(part for part in (found.article, found.basis) if part)
    if found.refuses:
        text = _("%(organ)s của %(unit)s không ban hành thể loại %(type)s.") % words
        yield Finding("authority", "stop", text, rule=rule, source=found.source, field="type")
    elif found.allowed is False:
        text = _("Tham khảo: %(organ)s của %(unit)s thường không ban hành thể loại %(type)s.") % words
        yield Finding("authority", "hint", text, rule=rule, source=found.source, field="type")
    elif found.allowed is None:
        text = _("Chưa có căn cứ về việc %(organ)s của %(unit)s ban hành thể loại %(type)s.") % words
        yield Finding("authority_unknown", "hint", text, rule=rule, source=found.source, field="type")


def _subject(dossier: Dossier, draft: Draft | None) -> Iterator[Finding]:
    """A record of the house with words of its own is issued in those words, when it has come so far."""
    source = paper_sources.get(dossier.subject_kind) if dossier.subject_kind else None
    if source is None or dossier.subject_id is None:
        return
    if source.too_early is not None and (said := source.too_early(dossier.subject_id)):
        yield Finding("subject_early", "stop", said, url=dossier.subject_url)
    if source.differing is None or draft is None:
        return
    rule = _("Văn bản ban hành phải đúng lời văn đã ghi; nhiệm vụ được giao từ chính các đoạn đó.")
    subject = {"subject": dossier.subject_label, "n": draft.number}
    paper = paper_of(draft)
    if paper is None:
        text = _("Dự thảo lần %(n)s là tệp Word, không so được với %(subject)s: đối chiếu trước khi ký.")
        yield Finding("subject_unread", "warn", text % subject, rule=rule, url=dossier.subject_url)
        return
    differing = source.differing(dossier.subject_id, paper)
    if differing:
        text = _("Lời văn dự thảo lần %(n)s khác %(subject)s ở: %(places)s. Đưa về một lời văn rồi ban hành.")
        said = text % {**subject, "places": places(differing)}
        yield Finding("subject_words", "stop", said, rule=rule, url=dossier.subject_url)


def _paper(
    actor: Actor, dossier: Dossier, draft: Draft | None, day: date, facts: IssueFacts | None
) -> Iterator[Finding]:
    if draft is None:
        yield Finding("no_draft", "stop", _("Hồ sơ chưa có dự thảo nào."))
        return
    receivers = facts.receivers if facts else None
    paper = final_paper(dossier, draft, symbol="", on=day, receivers=receivers, headed=False)
    if paper is None:
        yield Finding(
            "own_file",
            "warn",
            _("Dự thảo là tệp Word ngoài mẫu của hệ thống nên thể thức và dẫn chiếu phải xem bằng mắt."),
        )
        return
    yield from _layout(dossier, paper)
    yield from _citations(actor, paper, day)


def _layout(dossier: Dossier, paper: Paper) -> Iterator[Finding]:
    layout = layout_of(paper)
    words = {
        "issuer": _("Chưa có tên cơ quan ban hành ở phần đầu."),
        "place": _("Chưa ghi địa danh."),
        "type_name": _("Chưa có tên loại văn bản."),
        "about": _("Chưa có trích yếu."),
        "addressee": _("Công văn chưa ghi nơi kính gửi."),
        "body": _("Văn bản chưa có nội dung."),
        "post": _("Chưa ghi chức vụ người ký."),
        "signer": _("Chưa ghi họ tên người ký."),
        "receivers": _("Chưa ghi nơi nhận."),
    }
    rule = _("Thể thức văn bản gồm đủ các thành phần bắt buộc.")
    letter, minutes = dossier.type == LETTER, dossier.type == MINUTES
    for lack in lacking(paper, letter=letter, minutes=minutes):
        yield Finding(
            f"layout.{lack.code}", "stop", words[lack.code], rule=rule, source=layout.source, field=lack.field
        )
    if dossier.type == SUBMISSION and not paper.addressee.strip():
        yield Finding("layout.addressee", "warn", _("Tờ trình chưa ghi nơi kính trình."), field="addressee")
    yield from _open_places(paper, by_hand=dossier.type in BLANKS)


def _open_places(paper: Paper, *, by_hand: bool) -> Iterator[Finding]:
    lack: Lack
    for lack in unfinished(paper):
        text = _("Còn chỗ chưa điền: “%(at)s”.") % {"at": lack.at}
        yield Finding("unfinished", "warn" if by_hand else "stop", text)
    for lack in empty_sections(paper):
        yield Finding("empty_section", "warn", _("Mục “%(at)s” chưa có nội dung.") % {"at": lack.at})


def _citations(actor: Actor, paper: Paper, day: date) -> Iterator[Finding]:
    """Documents that the paper rests on and that another one has replaced by its day."""
    text = words_of(paper)
    cited = read(text, registry=HouseRegistry(actor, day, text=text), on=day).citations
    surfaces = {int(one.link): one.surface for one in reversed(cited) if one.link is not None}
    for document in with_standing(Document.objects.filter(pk__in=surfaces), day).order_by("pk"):
        if document.replaced_on is not None:
            yield _replaced(actor, document, day, surfaces[document.pk])


def _relations(actor: Actor, dossier: Dossier, day: date) -> Iterator[Finding]:
    """What it is entered to implement or to rest on, likewise."""
    spoken = (RelationKind.IMPLEMENTS, RelationKind.CITES)
    for kind, document_id in dossier.relations:
        if kind not in spoken:
            continue
        document = get_document(actor, document_id)
        if replacing(document, day) is not None:
            yield _replaced(actor, document, day, document.name, field="relations")


def _replaced(actor: Actor, document: Document, day: date, surface: str, *, field: str = "") -> Finding:
    newer = replacing(document, day)
    words = {"cited": surface, "day": vi(newer.issued_on if newer else day)}
    if newer is not None and visible_to(actor).filter(pk=newer.pk).exists():
        words["newer"] = newer.label
        text = _("“%(cited)s” đã được %(newer)s thay thế từ ngày %(day)s.") % words
    else:
        text = _("“%(cited)s” đã được một văn bản khác thay thế từ ngày %(day)s.") % words
    return Finding(
        "citation_replaced",
        "warn",
        text,
        rule=_("Văn bản căn cứ hoặc được triển khai phải còn hiệu lực vào ngày ban hành văn bản mới."),
        source=document.source,
        field=field,
    )


def _recipients(dossier: Dossier, facts: IssueFacts | None, day: date) -> Iterator[Finding]:
    chosen = facts.recipient_ids if facts else None
    units = set(dossier.recipients.values_list("pk", flat=True) if chosen is None else chosen)
    if not units:
        yield Finding(
            "no_recipients",
            "warn",
            _("Chưa chọn đơn vị nhận trong hệ thống; văn bản chỉ được gửi ngoài hệ thống."),
            field="recipients",
        )
    if dossier.secrecy == Secrecy.NORMAL:
        return
    cleared = Grant.objects.on(today()).filter(unit_id__in=units, role__in=roles_of(VIEW_SECRET))
    without = units - set(cleared.values_list("unit_id", flat=True))
    if without:
        names = sorted(names_at((unit, day) for unit in without).values())
        yield Finding(
            "secret_recipients",
            "warn",
            _("Chưa có ai được giao xem văn bản mật tại: %(units)s.") % {"units": ", ".join(names[:NAMED])},
            rule=_("Văn bản mật chỉ gửi đến nơi có người được giao quản lý, xử lý."),
            field="recipients",
        )


def _numbers(dossier: Dossier, day: date) -> Iterator[Finding]:
    if not kept_here(dossier.issuer_id, by=dossier.unit_id):
        text = _("Số do cơ quan ban hành cấp ngoài hệ thống; ghi số, ký hiệu khi ban hành.")
        yield Finding("number_outside", "hint", text, field="outside_symbol")
        return
    numbers = Number.objects.filter(
        series__unit_id=dossier.issuer_id,
        series__type=series_type(dossier.type, dossier.organ),
        series__term=term_on(dossier.issuer_id, day),
        taken_on__gt=day,
    )
    later = numbers.order_by("-taken_on").first()
    if later is not None:
        yield Finding(
            "number_order",
            "warn",
            _("Số %(symbol)s đã lấy cho ngày %(later)s, sau ngày ban hành %(day)s.")
            % {"symbol": later.symbol, "later": vi(later.taken_on), "day": vi(day)},
            rule=_("Số văn bản liên tục theo ngày trong nhiệm kỳ."),
            field="on",
        )
