"""A Word file read in the child process: what programs write, what people leave behind, what is refused."""

from typing import Any

import pytest

from giaoban.core.intake import read_word
from giaoban.core.quarantine import wordfile, wordparts
from giaoban.core.quarantine.limits import DEFAULT, DangerError
from giaoban.core.refusals import Refusal
from tests.factories.files import OFFICE, W, docx_parts, packed, pdf, relations, with_part, with_relation
from tests.factories.hostile import XXE, bomb

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def document(body: str) -> str:
    return (
        f'<w:document xmlns:w="{W}" xmlns:a="{A}" xmlns:mc="{MC}" xmlns:m="urn:math"><w:body>{body}</w:body>'
        "</w:document>"
    )


def read(body: str, **more: str) -> dict[str, Any]:
    parts = docx_parts(document(body))
    lines = [("styles", "styles.xml", False), ("comments", "comments.xml", False)]
    lines += [("numbering", "numbering.xml", False)]
    lines += [("footnotes", "/word/footnotes.xml", False), ("hyperlink", "https://x.example", True)]
    parts["word/_rels/document.xml.rels"] = relations(*lines)
    parts |= {
        f"word/{name}.xml": f'<w:{name} xmlns:w="{W}">{inside}</w:{name}>' for name, inside in more.items()
    }
    return wordfile.read(packed(parts), DEFAULT)


def run(text: str, form: str = "") -> str:
    return f'<w:r>{form and f"<w:rPr>{form}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inside: str, form: str = "") -> str:
    return f"<w:p>{form and f'<w:pPr>{form}</w:pPr>'}{''.join(inside)}</w:p>"


def sdt(tag: str, *inside: str, more: str = "") -> str:
    properties = f'<w:sdtPr><w:tag w:val="{tag}"/>{more}</w:sdtPr>'
    return f"<w:sdt>{properties}<w:sdtContent>{''.join(inside)}</w:sdtContent></w:sdt>"


def tracked(name: str, *inside: str, who: str = "An") -> str:
    return f'<w:{name} w:author="{who}" w:date="2019-09-24T08:00:00Z">{"".join(inside)}</w:{name}>'


def words(found: dict[str, Any]) -> list[str]:
    return ["".join(one[0] for one in block["runs"] if one[3] != "del") for block in found["blocks"]]


def runs(found: dict[str, Any]) -> list[tuple[str, int, str, str]]:
    return [(text, face, figure, mark) for text, face, figure, mark, *_who in found["blocks"][0]["runs"]]


def test_runs_of_one_form_are_one_and_signs_are_letters():
    body = p(
        run("Kết "),
        run("nạp "),
        run("215", "<w:b/>"),
        run("a", '<w:i/><w:b w:val="0"/>'),
        run("1", '<w:vertAlign w:val="superscript"/>'),
        '<w:r><w:tab/><w:br/><w:br w:type="page"/><w:cr/><w:noBreakHyphen/><w:softHyphen/></w:r>',
        '<w:r><w:sym w:font="Symbol" w:char="00B0"/><w:sym w:char="F0B7"/><w:sym w:char="x"/></w:r>',
        "<w:r><w:ruby><w:rubyBase><w:r><w:t>r</w:t></w:r></w:rubyBase></w:ruby></w:r>",
        "<m:oMath><m:r><m:t>x²</m:t></m:r></m:oMath>",
    )
    assert runs(read(body)) == [
        ("Kết nạp ", 0, "", ""),
        ("215", wordfile.BOLD, "", ""),
        ("a", wordfile.ITALIC, "", ""),
        ("1", wordfile.RAISED, "", ""),
        ("\t\n\n-°rx²", 0, "", ""),
    ]


def test_links_fields_and_tags_around_words_are_only_words():
    field = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText></w:r>'
    body = p(
        f'<w:hyperlink xmlns:r="{OFFICE}" r:id="rId4">{run("một ")}</w:hyperlink>',
        field,
        run("hai "),
        f'<w:fldSimple w:instr=" DATE ">{run("ba ")}</w:fldSimple><w:smartTag>{run("bốn ")}</w:smartTag>',
        f"<mc:AlternateContent><mc:Choice>{run('năm')}</mc:Choice><mc:Fallback>{run('xấu')}</mc:Fallback>"
        "</mc:AlternateContent>",
    )
    assert words(read(body)) == ["một hai ba bốn năm"]


def test_controls_of_blocks_and_figures_keep_their_tags_and_what_invites_to_type_is_nothing():
    figure = sdt("gb-fig:NEW", run("17"), run("8", "<w:b/>"))
    body = sdt("gb:a", p(run("Có "), figure), p(run("hai")), sdt("other", p(run("ba"))))
    body += p(sdt("gb:b", run("bốn"))) + sdt("gb:c", p(run("Nhấp vào đây")), more="<w:showingPlcHdr/>") + p()
    found = read(body)
    assert [block["tag"] for block in found["blocks"]] == ["gb:a", "gb:a", "gb:a", "gb:b", ""]
    assert runs(found) == [
        ("Có ", 0, "", ""),
        ("17", 0, "gb-fig:NEW", ""),
        ("8", wordfile.BOLD, "gb-fig:NEW", ""),
    ]


def test_headings_are_known_by_style_by_the_style_below_and_by_outline():
    styles = (
        '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="My"><w:name w:val="Mục"/><w:basedOn w:val="H1"/></w:style>'
        '<w:style w:styleId="O"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:styleId="L"><w:name w:val="loop"/><w:basedOn w:val="L"/></w:style>'
        '<w:style w:type="character" w:styleId="C"><w:name w:val="heading 2"/></w:style><w:latentStyles/>'
    )
    body = "".join(
        p(run("a"), form=f'<w:pStyle w:val="{name}"/>') for name in ("H1", "My", "O", "L", "C", "?")
    )
    body += p(run("a"), form='<w:outlineLvl w:val="0"/>') + p(run("a"), form='<w:jc w:val="center"/>')
    found = read(body, styles=styles)
    assert [block["level"] for block in found["blocks"]] == [1, 1, 3, 0, 0, 0, 1, 0]
    assert found["blocks"][-1]["align"] == "center"


def test_tracked_changes_inside_and_around_each_other():
    gone = "<w:r><w:delText>cũ</w:delText></w:r>"
    body = p(
        run("a "),
        tracked("ins", run("mới "), tracked("del", gone, who="Bình")),
        tracked("moveTo", run("đến ")),
        tracked("moveFrom", run("đi")),
        gone,
    )
    (block,) = read(body)["blocks"]
    at = "2019-09-24T08:00:00Z"
    assert [one[0:1] + one[3:] for one in block["runs"]] == [
        ["a ", "", "", ""],
        ["mới ", "ins", "An", at],
        ["cũ", "del", "Bình", at],
        ["đến ", "ins", "An", at],
        ["đi", "del", "An", at],
        ["cũ", "del", "", ""],
    ]


def test_paragraphs_whose_end_was_deleted_flow_together_and_deleted_ones_are_gone():
    end = f"<w:rPr>{tracked('del')}</w:rPr>"
    gone = tracked("del", "<w:r><w:delText>hết</w:delText></w:r>")
    body = p(run("một "), form=end) + p(run("hai")) + p(gone, form=end) + p(run("ba"))
    body += p(run("bốn"), form=f"<w:rPr>{tracked('ins')}</w:rPr>") + p(run("năm"), form=end)
    found = read(body)
    assert words(found) == ["một hai", "", "ba", "bốn", "năm"]
    assert [block["gone"] for block in found["blocks"]] == [False, True, False, False, False]
    assert tracked_marks(found) == ["del", "del", "", "ins", "del"]


def tracked_marks(found: dict[str, Any]) -> list[str]:
    return [next((one[3] for one in block["runs"] if one[3]), "") for block in found["blocks"]]


def test_blocks_inside_tracked_parts_and_old_tags_are_read():
    body = tracked("ins", p(run("một"))) + f"<w:customXml>{p(run('hai'))}</w:customXml>"
    body += f"<mc:AlternateContent><mc:Fallback>{p(run('ba'))}</mc:Fallback></mc:AlternateContent>"
    body += "<mc:AlternateContent/>"
    found = read(body)
    assert (words(found), tracked_marks(found)) == (["một", "hai", "ba"], ["ins", "", ""])


def test_text_boxes_and_notes_are_kept_as_words_and_pictures_counted():
    box = f"<w:drawing><w:txbxContent>{p(run('trong khung'))}</w:txbxContent></w:drawing>"
    picture = "<w:drawing><a:blip/></w:drawing>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    both = f"<mc:AlternateContent>{both}</mc:AlternateContent>"
    note = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:footnoteReference w:id="9"/></w:r>'
    body = sdt("gb:a", p(run("Ngoài khung"), f"<w:r>{both}{picture}</w:r>", note)) + p(run("sau"))
    found = read(body, footnotes=f'<w:footnote w:id="2">{p(run("Theo báo cáo tháng 9"))}</w:footnote>')
    assert words(found) == ["Ngoài khung [Chú thích: Theo báo cáo tháng 9]", "trong khung", "sau"]
    assert [block["tag"] for block in found["blocks"]] == ["gb:a", "", ""]
    assert found["pictures"] == 1


def test_comments_keep_author_date_words_and_place():
    comments = "".join(
        f'<w:comment w:id="{n}" w:author="Lê Hoa" w:date="2019-09-24T09:00:00Z">'
        f"{p(run(f'ý {n}'))}{p(run('nữa'))}</w:comment>"
        for n in (1, 2, 3)
    )
    body = '<w:commentRangeStart w:id="1"/>' + p(
        run("từ đây "),
        '<w:commentRangeStart w:id="2"/>',
        run("giữa"),
        '<w:commentRangeEnd w:id="2"/>',
        run(" hết"),
        '<w:commentRangeEnd w:id="1"/>',
        '<w:r><w:commentReference w:id="1"/><w:commentReference w:id="3"/></w:r>',
    )
    found = read(body, comments=comments)
    assert found["blocks"][0]["comments"] == ["1", "2", "3"]
    assert [(one["text"], one["quote"]) for one in found["comments"]] == [
        ("ý 1\nnữa", "từ đây giữa hết"),
        ("ý 2\nnữa", "giữa"),
        ("ý 3\nnữa", ""),
    ]
    assert {(one["author"], one["at"]) for one in found["comments"]} == {("Lê Hoa", "2019-09-24T09:00:00Z")}


def test_cells_say_how_far_they_reach_and_hold_their_words_line_by_line():
    def cell(*inside: str, form: str = "") -> str:
        return f"<w:tc><w:tcPr>{form}</w:tcPr>{''.join(inside)}</w:tc>"

    nested = f"<w:tbl><w:tr>{cell(p(run('trong')))}</w:tr></w:tbl>"
    wide = '<w:gridSpan w:val="2"/>'
    rows = f"<w:tr>{cell(p(run('một')), p(run('hai')), form=wide)}</w:tr>"
    rows += f"<w:tr>{cell(p(), form='<w:vMerge/>')}{sdt('x', cell(nested, p(run('ngoài'))))}</w:tr>"
    rows += f"<w:tr><w:trPr>{tracked('ins')}</w:trPr>{cell(p(run('a')))}{cell(p(run('b')))}</w:tr>"
    rows += sdt("x", f"<w:customXml>{tracked('del', f'<w:tr>{cell(p())}</w:tr>')}</w:customXml>")
    comment = '<w:commentRangeStart w:id="1"/>'
    found = read(
        p(run("trước"), form=f"<w:rPr>{tracked('del')}</w:rPr>")
        + sdt("gb:t", f"{comment}<w:tbl><w:tblPr/>{rows}</w:tbl>")
    )
    assert [block["kind"] for block in found["blocks"]] == ["p", "t"]
    table = found["blocks"][1]
    assert (table["tag"], table["comments"]) == ("gb:t", ["1"])
    told = [
        (row["mark"][0], [("".join(r[0] for r in c["runs"]), c["span"], c["joined"]) for c in row["cells"]])
        for row in table["rows"]
    ]
    assert told == [
        ("", [("một\nhai", 2, False)]),
        ("", [("", 1, True), ("trong\nngoài", 1, False)]),
        ("ins", [("a", 1, False), ("b", 1, False)]),
        ("del", [("", 1, False)]),
    ]


def test_numbers_that_word_makes_are_words_before_the_paragraph():
    def level(at: int, form: str, text: str, start: str = "1") -> str:
        return (
            f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
        )

    def item(name: str, at: int, text: str) -> str:
        return p(run(text), form=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{name}"/></w:numPr>')

    levels = (
        level(0, "upperRoman", "%1-") + level(1, "decimal", "%2.") + level(2, "lowerLetter", "%2.%3)", "2")
    )
    numbering = f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
    numbering += (
        f'<w:abstractNum w:abstractNumId="8">{level(0, "bullet", "•")}{level(1, "none", "")}</w:abstractNum>'
    )
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    restart = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride><w:lvlOverride/>'
    numbering += f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{restart}</w:num>'
    numbering += '<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>'
    styles = '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'
    styles = f'<w:style w:styleId="D"><w:name w:val="d"/>{styles}</w:style>'
    body = item("1", 0, "a") + item("1", 1, "b") + item("1", 1, "c") + item("1", 2, "d") + item("1", 0, "e")
    body += item("1", 1, "f") + item("2", 1, "g") + item("3", 0, "h") + item("3", 1, "i") + item("9", 0, "j")
    body += item("0", 0, "k") + p(run("l"), form='<w:pStyle w:val="D"/>') + item("3", 0, "")
    found = read(body, numbering=numbering, styles=styles)
    assert words(found) == [
        *("I- a", "1. b", "2. c", "2.b) d", "II- e", "1. f", "5. g", "- h", "i", "j", "k", "- l", ""),
    ]


def test_the_main_part_is_found_by_its_relation_whatever_its_name():
    parts = docx_parts()
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["_rels/.rels"] = relations(("officeDocument", "/word/document2.xml", False))
    assert words(wordfile.read(packed(parts), DEFAULT)) == ["Báo cáo tháng 9", "Đảng bộ xã Hòa Bình"]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: packed(docx_parts(document(""))), "text.empty"),
        (lambda: packed(docx_parts(document(p(run("a" * 2_000_001)))), method=0), "text.too_long"),
        (lambda: packed(docx_parts(document("<w:p/>" * 20_001)), method=0), "text.too_long"),
        (lambda: packed(docx_parts(document("<w:p>" * 300 + "</w:p>" * 300))), "office.broken"),
        (lambda: packed(docx_parts("<a/>")), "office.broken"),
        (lambda: packed(docx_parts("<a>")), "office.broken"),
        (lambda: packed({**docx_parts(), "_rels/.rels": relations()}), ""),
        (lambda: packed(docx_parts(XXE)), "office.dtd"),
    ],
    ids=["empty", "long", "many blocks", "deep", "no body", "no end", "no relation", "DTD"],
)
def test_what_cannot_be_read_is_said(make: Any, code: str):
    if not code:
        assert words(wordfile.read(make(), DEFAULT)) == ["Báo cáo tháng 9", "Đảng bộ xã Hòa Bình"]
        return
    with pytest.raises(DangerError) as caught:
        wordfile.read(make(), DEFAULT)
    assert caught.value.code == code


def test_more_elements_than_any_paper_has_are_not_read(monkeypatch):
    data = packed(docx_parts(document(p(run("a")) * 10)))
    monkeypatch.setattr(wordparts, "_MOST_NODES", 42)
    assert words(wordfile.read(data, DEFAULT)) == ["a"] * 10
    monkeypatch.setattr(wordparts, "_MOST_NODES", 31)
    with pytest.raises(DangerError) as caught:
        wordfile.read(data, DEFAULT)
    assert caught.value.code == "text.too_long"


@pytest.mark.parametrize(
    ("make", "code", "word"),
    [
        (bomb("docx", 40_000_000), "file.archive.ratio", "nén quá mức"),
        (with_part("word/settings.xml", XXE), "file.office.dtd", "khai báo"),
        (with_part("word/vbaProject.bin", b"\xd0\xcf\x11\xe0"), "file.office.macro", "macro"),
        (
            with_relation("attachedTemplate", "http://x.example/t.dotm"),
            "file.office.outside",
            "liên kết ngoài",
        ),
        (with_part("word/embeddings/o.bin", b"\xd0\xcf\x11\xe0"), "file.office.object", "OLE"),
        (pdf, "file.type.not_allowed", "Word (.docx)"),
        (lambda: packed(docx_parts(document(""))), "file.text.empty", "không có chữ"),
    ],
    ids=["bomb", "XXE", "macro", "outside", "object", "PDF", "no words"],
)
def test_a_hostile_file_is_refused_before_it_is_read(make: Any, code: str, word: str):
    with pytest.raises(Refusal) as caught:
        read_word(make(), "a.pdf" if make is pdf else "a.docx")
    assert (caught.value.code, word in caught.value.message) == (code, True)


def test_an_honest_file_is_read_in_the_child_process_as_here():
    data = packed(docx_parts(document(p(run("Kết nạp 215 đảng viên")))))
    assert read_word(data, "báo cáo.docx") == wordfile.read(data, DEFAULT)
