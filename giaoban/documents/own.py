"""A unit's own Word template: which names it uses, whether they are ours, and the paper it makes.

The tags are those of docxtpl: {{ name }}, {%p for row in rows %} … {%p endfor %}, {%tr … %}, {%p if name %}.
Nothing else of its language is allowed: no filters, calls, sums or indexes, and no name that starts with _.
A paragraph that is only {{ name }} of a body of blocks is replaced by the blocks in the Party's form.
"""

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import docx as python_docx
from docx.enum.style import WD_STYLE_TYPE
from docxtpl.template import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from giaoban.documents import docx, footers
from giaoban.documents.blocks import Block
from giaoban.documents.layout import layout_on
from giaoban.documents.words import CODE

MARK = "\ue000{}\ue001"  # private letters that no paper holds
LOOP = ("index", "first", "last")
PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData)


@dataclass(frozen=True, slots=True)
class Problem:
    """`code`: syntax | name | tag; `what` is the name, the tag or the line."""

    code: str
    what: str


@dataclass(frozen=True, slots=True)
class Checked:
    used: tuple[str, ...]
    problems: tuple[Problem, ...]


def check(data: bytes, *, names: Mapping[str, Collection[str]], bodies: Collection[str] = ()) -> Checked:
    """Which of `names` the template uses, and what stands in the way of using it.

    `names` gives the columns of rows, empty for a plain field; `bodies` are the names that hold blocks.
    """
    used: set[str] = set()
    problems: list[Problem] = []
    for source in _sources(data):
        try:
            tree = _environment().parse(source)
        except TemplateSyntaxError as broken:
            problems.append(Problem("syntax", str(broken.message)))
            continue
        problems += _Reader({**names, **dict.fromkeys(bodies, ())}, used).read(tree)
    return Checked(tuple(sorted(used)), tuple(dict.fromkeys(problems)))


def render(
    data: bytes,
    values: Mapping[str, Any],
    *,
    bodies: Mapping[str, Sequence[Block]],
    on: date,
    code: str = "",
) -> bytes:
    """The paper; `values` are texts and rows of texts, `bodies` blocks in the layout of the day `on`. The
    mã đối chiếu stands at the foot of every page, wherever else the template has it."""
    template: Any = DocxTemplate(io.BytesIO(data))
    marks = {name: MARK.format(name) for name in bodies}
    template.render({**values, **marks}, _environment(), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    if not bodies and not code:
        return out.getvalue()
    document = python_docx.Document(io.BytesIO(out.getvalue()))
    _write_bodies(document, {marks[name]: blocks for name, blocks in bodies.items()}, on)
    return _coded(document, code)


def coded(data: bytes, *, code: str) -> bytes:
    """A Word file as it came, with the mã đối chiếu at the foot of every page."""
    return _coded(python_docx.Document(io.BytesIO(data)), code)


def _coded(document: Any, code: str) -> bytes:
    if code:
        footers.stamp(document, f"{CODE}: {code}", code)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True)


def _sources(data: bytes) -> Iterator[str]:
    """Every part of the file that docxtpl reads as a template."""
    template: Any = DocxTemplate(io.BytesIO(data))
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for kind in (template.HEADER_URI, template.FOOTER_URI):
        for _key, part in template.get_headers_footers(kind):
            yield template.patch_xml(template.get_part_xml(part))
    for part in template.docx.part.package.parts:
        if part.partname.endswith(("/footnotes.xml", "/endnotes.xml")):
            yield template.patch_xml(part.blob.decode("utf-8"))
    known = template.docx.core_properties
    yield "\n".join(
        str(getattr(known, name))
        for name in ("author", "comments", "identifier", "language", "subject", "title")
    )


class _Reader:
    """Walks one tree; a row's name is known inside its loop only."""

    def __init__(self, names: Mapping[str, Collection[str]], used: set[str]) -> None:
        self.names, self.used = names, used

    def read(self, tree: nodes.Node, rows: Mapping[str, Collection[str]] | None = None) -> Iterator[Problem]:
        inside = dict(rows or {})
        for node in tree.iter_child_nodes():
            if isinstance(node, nodes.For):
                yield from self._loop(node, inside)
            elif isinstance(node, nodes.If):
                test = node.test.node if isinstance(node.test, nodes.Not) else node.test
                yield from self._value(test, inside)
                for part in (node.body, node.elif_, node.else_):
                    for one in part:
                        yield from self.read(nodes.Template([one]), inside)
            elif isinstance(node, PLAIN):
                yield from self.read(node, inside)
            else:
                yield from self._value(node, inside)

    def _loop(self, node: nodes.For, rows: dict[str, Collection[str]]) -> Iterator[Problem]:
        over, target = node.iter, node.target
        if (
            not isinstance(over, nodes.Name)
            or not isinstance(target, nodes.Name)
            or node.test
            or node.else_
            or node.recursive
            or rows  # rows inside rows could be made to grow without end
        ):
            yield Problem("tag", "for")
            return
        if not self.names.get(over.name):
            yield Problem("name", over.name)
            return
        self.used.add(over.name)
        for one in node.body:
            yield from self.read(nodes.Template([one]), {target.name: self.names[over.name], "loop": LOOP})

    def _value(self, node: nodes.Node, rows: Mapping[str, Collection[str]]) -> Iterator[Problem]:
        if isinstance(node, nodes.Name):
            if node.name not in self.names:
                yield Problem("name", node.name)
            self.used.add(node.name)
        elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            row = node.node.name
            if node.attr not in rows.get(row, ()):
                yield Problem("name", f"{row}.{node.attr}")
        else:
            yield Problem("tag", type(node).__name__)


def _write_bodies(document: Any, bodies: Mapping[str, Sequence[Block]], on: date) -> None:
    """Blocks are written at the end and then moved to where their mark stands."""
    if not bodies:
        return
    for level in (1, 2, 3):
        if f"Heading {level}" not in document.styles:
            document.styles.add_style(f"Heading {level}", WD_STYLE_TYPE.PARAGRAPH)
    root = document.element.body
    for paragraph in list(document.paragraphs):
        blocks = bodies.get(paragraph.text.strip())
        if blocks is None:
            continue
        before = set(root)
        docx.write_blocks(document, layout_on(on), blocks)
        made = [one for one in root if one not in before and not one.tag.endswith("}sectPr")]
        for one in made:
            paragraph._p.addprevious(one)
        root.remove(paragraph._p)
