"""Properties stand in the order of the schema (ISO/IEC 29500-1, Annex A), else Word calls a file damaged."""

import io
import zipfile
from xml.etree import ElementTree

import pytest

from giaoban.documents.docx import render
from tests.documents.papers import WORD, samples

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
    "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct "
    "autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing "
    "mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
    "divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u "
    "effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText "
    "vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders "
    "lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter "
    "docGrid",
    "sdtPr": "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding text richText",
    "tblBorders": "top left start bottom right end insideH insideV",
    "pBdr": "top left bottom right between bar",
}
PLACES = {
    f"{WORD}{name}": {f"{WORD}{one}": n for n, one in enumerate(order.split())}
    for name, order in ORDER.items()
}


def misplaced(part: bytes) -> list[str]:
    found = []
    for element in ElementTree.fromstring(part).iter():  # noqa: S314 our own file
        places = PLACES.get(element.tag)
        if places is None:
            continue
        said = [places.get(child.tag, -1) for child in element]
        if -1 in said or said != sorted(said):
            found.append(f"{element.tag}: {[child.tag for child in element]}".replace(WORD, ""))
    return found


@pytest.mark.parametrize("name", samples())
def test_properties_stand_in_the_order_of_the_schema(name):
    with zipfile.ZipFile(io.BytesIO(render(samples()[name]))) as package:
        parts = [part for part in package.namelist() if part.startswith("word/") and part.endswith(".xml")]
        ours = [part for part in parts if part.split("/")[1][:4] in {"docu", "styl", "head", "foot"}]
        assert "word/document.xml" in ours
        assert [found for part in ours for found in misplaced(package.read(part))] == []


def test_a_property_out_of_its_place_is_seen():
    wrong = f'<x xmlns:w="{WORD[1:-1]}"><w:rPr><w:sz/><w:b/></w:rPr><w:pPr><w:jc/><w:nobody/></w:pPr></x>'
    assert misplaced(wrong.encode()) == ["rPr: ['sz', 'b']", "pPr: ['jc', 'nobody']"]
