"""What the pages of read texts call things: kinds of marks, warnings, what tells of a conference."""

from django.utils.translation import gettext_lazy as _

from giaoban.reader.citations.model import Form, Warn
from giaoban.web.reading.rules import MarkKind

KIND_LABELS = {
    MarkKind.CITATION: _("trích dẫn"),
    MarkKind.FIGURE: _("số liệu"),
    MarkKind.TASK: _("nhiệm vụ"),
    MarkKind.PERSON: _("người"),
    MarkKind.FACT: _("hội nghị"),
}
LIST_LABELS = {
    MarkKind.CITATION: _("Trích dẫn"),
    MarkKind.FIGURE: _("Số liệu"),
    MarkKind.TASK: _("Nhiệm vụ"),
    MarkKind.PERSON: _("Người được nêu"),
    MarkKind.FACT: _("Hội nghị"),
}
KIND_CLASSES = {
    MarkKind.CITATION: "citation",
    MarkKind.FIGURE: "figure",
    MarkKind.TASK: "task",
    MarkKind.PERSON: "person",
    MarkKind.FACT: "fact",
}
FACT_LABELS = {
    "kind": _("loại hội nghị"),
    "period": _("kỳ"),
    "date": _("ngày họp"),
    "host": _("đơn vị tổ chức"),
    "place": _("địa điểm"),
    "chair": _("chủ trì"),
    "point": _("điểm cầu"),
}
FORM_LABELS = {
    Form.FULL.value: _("đủ số, ký hiệu"),
    Form.SHORT.value: _("viết gọn"),
    Form.PLENUM.value: _("theo Hội nghị Trung ương"),
    Form.CONGRESS.value: _("theo Đại hội"),
    Form.LAW.value: _("luật, theo tên"),
}
WARNINGS = {
    Warn.SWAPPED.value: _("cơ quan của Đảng nhưng viết theo cách của Nhà nước"),
    Warn.TYPE_DIFFERS.value: _("tên thể loại và chữ viết tắt trong ký hiệu khác nhau"),
    Warn.ISSUER_CONTRADICTS.value: _("cơ quan nêu trong văn bản không ban hành ký hiệu này"),
    Warn.DATE_DIFFERS.value: _("không có văn bản ký hiệu này ban hành đúng ngày đã nêu"),
    Warn.REPLACED.value: _("đã được thay thế vào ngày của văn bản"),
}
CITATION_LABELS = {
    "type": _("Thể loại"),
    "number": _("Số"),
    "symbol": _("Số, ký hiệu"),
    "date": _("Ngày ban hành"),
    "issuer": _("Cơ quan ban hành"),
    "link": _("Văn bản trong sổ"),
}
FIGURE_LABELS = {
    "value": _("Giá trị"),
    "denominator": _("Trên tổng số"),
    "unit": _("Đơn vị tính"),
    "qualifier": _("Từ đi kèm"),
}
TASK_LABELS = {"path": _("Số thứ tự"), "due": _("Thời hạn")}
FIELDS = {
    MarkKind.CITATION: CITATION_LABELS,
    MarkKind.FIGURE: FIGURE_LABELS,
    MarkKind.TASK: TASK_LABELS,
}
