"""Papers as files and as pictures of their exact pages; what was made last is kept at hand.

A page of a paper asks for each of its pictures apart: the PDF behind them is made once. A PDF that somebody
sent in is opened in a child process only.
"""

import hashlib
from collections import OrderedDict
from threading import Lock

from django.utils.translation import gettext as _

from giaoban.core.refusals import Hidden, Refusal
from giaoban.correspondence.models import Edition
from giaoban.correspondence.services.digests import digest_of
from giaoban.documents import office, pages, pdf, plain
from giaoban.documents.blocks import Paper
from giaoban.documents.confined import ApartError
from giaoban.documents.fonts import FontMissing
from giaoban.files.models import StoredFile
from giaoban.files.services import path_of

SHARP = 2.0  # 144 dots an inch
KEPT = 16
COUNTED = 1024
_made: "OrderedDict[str, bytes]" = OrderedDict()
_counted: "OrderedDict[str, int]" = OrderedDict()
_lock = Lock()


def pdf_of(paper: Paper) -> bytes:
    """The PDF of the paper; a Refusal that names the package when the machine lacks the font."""
    # the same words under another code are other pages
    key = digest_of(plain.dump(paper), code=paper.code, created=paper.created.isoformat())
    if (known := _known(key)) is not None:
        return known
    try:
        made = pdf.render(paper)
    except FontMissing as missing:
        raise Refusal(
            "correspondence.font_missing",
            _("Chưa in được: máy chủ thiếu phông chữ %(family)s. Cài gói %(package)s rồi mở lại trang này.")
            % {"family": missing.family, "package": missing.package},
            rule=_("Văn bản in bằng đúng phông chữ quy định, không thay bằng phông khác."),
        ) from missing
    return _keep(key, made)


def pdf_of_file(stored: StoredFile) -> bytes:
    """The PDF of a kept file: as it is, or a Word file laid out by LibreOffice, which alone knows it."""
    data = content_of(stored)
    if data.startswith(b"%PDF"):
        page_numbers(data)
        return data
    if (known := _known(stored.sha256)) is not None:
        return known
    try:
        made = office.to_pdf(data)
    except office.OfficeMissingError as missing:
        raise Refusal(
            "correspondence.office_missing",
            _("Chưa xem được bản in của tệp Word này: máy chủ chưa có LibreOffice. Cài gói %(package)s.")
            % {"package": missing},
        ) from missing
    except office.OfficeFailedError as failed:
        raise Refusal(
            "correspondence.office_failed",
            _("LibreOffice không mở được tệp này. Tải tệp về và xem bằng Word."),
        ) from failed
    return _keep(stored.sha256, made)


def content_of(stored: StoredFile) -> bytes:
    try:
        return path_of(stored.key).read_bytes()
    except FileNotFoundError as lost:
        raise Hidden("file") from lost


def picture(made: bytes, number: int) -> bytes:
    """PNG of one page, from 1; Hidden when there is none such."""
    try:
        found = pages.pictures(made, scale=SHARP, numbers=[number], apart=not _ours(made))
    except ApartError as unreadable:
        raise Hidden("page") from unreadable
    if not found:
        raise Hidden("page")
    return found[0]


def page_numbers(made: bytes) -> range:
    """From 1; a Refusal when somebody's PDF cannot be opened within the limits."""
    if _ours(made):
        return range(1, pages.count(made) + 1)
    key = hashlib.sha256(made).hexdigest()
    with _lock:
        known = _counted.get(key)
    if known is None:
        try:
            known = pages.count(made, apart=True)
        except ApartError as unreadable:
            raise Refusal(
                "correspondence.pdf_unreadable",
                _("Không mở được tệp PDF này để xem từng trang. Tải tệp về và xem bằng chương trình khác."),
            ) from unreadable
        with _lock:
            _counted[key] = known
            while len(_counted) > COUNTED:
                _counted.popitem(last=False)
    return range(1, known + 1)


def _ours(made: bytes) -> bool:
    """Whether these very bytes are a PDF that was made here."""
    with _lock:
        return any(made is kept for kept in _made.values())


def _known(key: str) -> bytes | None:
    with _lock:
        if key in _made:
            _made.move_to_end(key)
        return _made.get(key)


def _keep(key: str, made: bytes) -> bytes:
    with _lock:
        _made[key] = made
        while len(_made) > KEPT:
            _made.popitem(last=False)
    return made


def unchanged(edition: Edition) -> bool:
    """Whether what is stored under the code still has the hash of what was printed."""
    files = [one for one in (edition.word, edition.pdf) if one is not None]
    if files:
        same = all(hashlib.sha256(content_of(one)).hexdigest() == one.sha256 for one in files)
        return same and files[0].sha256 == edition.sha256
    return digest_of(edition.paper) == edition.sha256
