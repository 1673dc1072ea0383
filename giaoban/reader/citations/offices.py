"""Offices that no table names: "của Công đoàn Giáo dục Việt Nam", "của Giám đốc Công an tỉnh Hải Minh".

The name begins with a word for an office and a capital, and ends where the sentence goes on.
"""

import re

from giaoban.reader.citations.words import TW, B
from giaoban.reader.normal import Normal

_WITHIN = (
    rf"(?:(?:ban{B}(?:thuong{B}(?:vu|truc)|chap{B}hanh|giam{B}hieu|giam{B}doc)|btv|bch|dang{B}uy"
    rf"|thuong{B}truc){B})?"
)
POST = re.compile(
    rf"(?:bo{B}truong|(?:tong{B})?giam{B}doc|chu{B}nhiem|hieu{B}truong|vien{B}truong|chanh{B}an|thong{B}doc"
    rf"|(?:tong{B})?cuc{B}truong|truong{B}phong|chanh{B}thanh{B}tra|tu{B}lenh){B}"
)
_HEADS = re.compile(
    rf"(?:{_WITHIN}(?:(?:tong{B})?lien{B}(?:doan|hiep)|cong{B}doan|{TW}{B}(?:doan|hoi)|hoi(?!{B}(?:nghi|thao))"
    rf"|(?:tinh|thanh|huyen|thi|quan|xa){B}doan|doan|toa{B}an|vien|ngan{B}hang|bao{B}hiem{B}xa{B}hoi|cong{B}an|bo"
    rf"|truong|hoc{B}vien|dai{B}hoc|thanh{B}tra|(?:tong{B}|chi{B})?cuc|kho{B}bac|kiem{B}toan|dang{B}doan"
    rf"|ban(?!{B}(?:hanh|thuong|chap|bi))"
    rf"|uy{B}ban|trung{B}tam|benh{B}vien|(?:tong{B})?cong{B}ty|tap{B}doan|phong|quan{B}(?:khu|chung)|so|dai|nha{B}may"
    rf"|khoi|to{B}cong{B}tac|tieu{B}ban|van{B}phong))(?![a-z])"
)
CAPITAL = re.compile(r"(?<!\w)[A-ZĐỦ]")
_WORD = re.compile(r"(?:[ ]{1,2}|[ ]?-[ ]?|,[ ](?=[A-ZĐ]))[^\W\d_][\w’'&-]{0,11}|[ ]\d{1,2}(?![\w/.])")
_ENDS = re.compile(
    rf"[ ,-]{{1,3}}(?:ve|ngay|ban{B}hanh|da|vua|se|khoa(?={B}[ivx\d])|voi|trong|tai|theo|thuc{B}hien"
    rf"|huong{B}dan|quy{B}dinh"
    rf"|nhiem|nam|to{B}chuc|trien{B}khai|duoc|gom|lan|phe{B}duyet|cua|cho|nham|yeu|chi{B}dao|la|co|de|doi{B}voi"
    rf"|neu|giao(?!{B}(?:thong|duc))|phat{B}dong|cong{B}(?:bo|nhan)|khen|bo{B}(?:nhiem|sung)"
    rf"|thanh{B}lap|kien{B}toan|dieu{B}dong"
    rf"|gui|tiep{B}tuc|moi(?!{B}truong)|nay|tren|cung|thong{B}qua|ky|chuan{B}y|kem|ra|thi|so(?={B}\d)"
    rf"|hoac|nhung|khi|tu|den|sau|truoc|noi{B}ro|xac{B}dinh|dong{B}chi|chu{B}tri|tham{B}muu|xay{B}dung{B}ke)(?![a-z])"
)
_AND_MORE = re.compile(r"[ ]va[ ]")
_LETTERS = re.compile(r"(?<!\w)\w{0,3}[THQĐ][UƯ]$")  # "Ban Tổ chức TU": of whom is not said
_MOST = 12


def read_office(normal: Normal, at: int) -> tuple[str, int] | None:
    """The office named here and where its name ends.

    >>> from giaoban.reader.normal import normalise
    >>> read = lambda text: (read_office(normalise(text), 0) or ("",))[0]
    >>> read("Tổng Liên đoàn Lao động Việt Nam về công tác"), read("Công an tỉnh Hải Minh, ngày 3/3")
    ('Tổng Liên đoàn Lao động Việt Nam', 'Công an tỉnh Hải Minh')
    >>> read("hội viên"), read("Hội nghị")
    ('', '')
    """
    head = _HEADS.match(normal.folded, at)
    if head is None or not normal.text[at].isupper():
        return None
    end = head.end()
    for _ in range(_MOST):
        word = _WORD.match(normal.text, end)
        if word is None or (word[0].strip(" -,")[:1].islower() and _ENDS.match(normal.folded, end)):
            break
        if _AND_MORE.match(normal.folded, end) and not normal.text[word.end() + 1 : word.end() + 2].isupper():
            break
        end = word.end()
    if _LETTERS.search(normal.text, at, end):
        return None
    return " ".join(normal.text[at:end].split()), end
