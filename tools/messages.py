"""The English catalogue: messages found in Python and templates, kept beside their translations.

messages.py                 write locale/en/LC_MESSAGES/django.po anew: new messages in, dead ones out
messages.py FILE.json …     the same, taking translations {"câu": "sentence"} or {"câu": ["one", "other"]}
messages.py --check         say what is missing, dead or does not fit its placeholders; exit 1 if anything
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

CHECKOUT = Path(__file__).resolve().parents[1]
CATALOGUE = CHECKOUT / "locale/en/LC_MESSAGES/django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[sdif]|%[sdi]")
Key = tuple[str, str | None]


def found(root: Path) -> Catalog:
    """Every message of the Python files and templates under `root`."""
    # A new catalogue of Babel's is "fuzzy" as a whole, and is then not compiled.
    header = "# English catalogue of Giao Ban."
    catalog = Catalog(locale="en", charset="utf-8", fuzzy=False, header_comment=header)
    for path in sorted([*root.glob("giaoban/**/*.py"), *root.glob("giaoban/**/templates/**/*.*")]):
        where = path.relative_to(root).as_posix()
        for line, text, comments, context in messages_of(path):
            catalog.add(text, locations=[(where, line)], auto_comments=comments, context=context)
    return catalog


def messages_of(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django's own reading of a template, as the Python that Babel can read.
        source = templatize(source, origin=str(path))
    options = {"encoding": "utf-8", "parse_template_string": False}
    yield from extract("python", BytesIO(source.encode()), KEYWORDS, ["Translators:"], options)


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="en", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="en", charset="utf-8")


def key(message: Message) -> Key:
    single = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
    return str(single), message.context


def keyed(catalog: Catalog) -> dict[Key, Message]:
    return {key(message): message for message in catalog if message.id}


def complaints(source: Catalog, translated: Catalog) -> list[str]:
    """What keeps the catalogue from being whole: missing, dead, fuzzy, placeholders that differ."""
    wanted, known = keyed(source), keyed(translated)
    said = [f"missing: {text!r}" for text, context in sorted_keys(wanted.keys() - known.keys())]
    said += [f"dead: {text!r}" for text, context in sorted_keys(known.keys() - wanted.keys())]
    for place in sorted_keys(wanted.keys() & known.keys()):
        message = known[place]
        strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if not all(strings) or len(strings) < (2 if wanted[place].pluralizable else 1):
            said.append(f"missing: {place[0]!r}")
        elif message.fuzzy:
            said.append(f"fuzzy: {place[0]!r}")
        else:
            wrong = [text for text in strings if not fits(message, text)]
            said += [f"placeholders differ: {place[0]!r} → {text!r}" for text in wrong]
    return said


def fits(message: Message, translation: str) -> bool:
    """A translation has the placeholders of its message; one form of a plural may leave a number out."""
    sources = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    asked, given = placeholders(" ".join(sources)), placeholders(translation)
    return given <= asked if message.pluralizable else given == asked


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text)) - {"%%"}


def sorted_keys(keys: Iterable[Key]) -> list[Key]:
    return sorted(keys, key=lambda pair: (pair[0], pair[1] or ""))


def merge(source: Catalog, known: Catalog, fresh: dict[str, str | list[str]]) -> Catalog:
    """`source` with the translations that are known; those of `fresh` win.

    A key of `fresh` is the message, or context and message with U+0004 between them.
    """
    before = keyed(known)
    for place, message in keyed(source).items():
        text, context = place
        given = fresh.get(f"{context}\x04{text}", fresh.get(text))
        if given is None and place in before and before[place].pluralizable == message.pluralizable:
            given = before[place].string
        if given:
            message.string = as_form(message, given)
    return source


def as_form(message: Message, given: str | Iterable[str]) -> str | tuple[str, ...]:
    """The shape that the message needs: a plural for English has two forms, other messages one."""
    forms = (given,) if isinstance(given, str) else tuple(given)
    if not message.pluralizable:
        return forms[0]
    return forms if len(forms) > 1 else forms * 2


def write(catalog: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        # No dates and no line numbers: they change without a word having changed.
        write_po(file, catalog, width=110, omit_header=False, sort_output=True, include_lineno=False)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    changing = "POT-Creation-Date PO-Revision-Date Project-Id-Version Report-Msgid-Bugs-To Last-Translator"
    names = [*changing.split(), "Language-Team", "Generated-By"]
    dated = tuple(f'"{name}' for name in names)
    path.write_text("".join(line for line in lines if not line.startswith(dated)), encoding="utf-8")


def main(arguments: list[str]) -> int:
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=as_written)
    parser.add_argument("translations", nargs="*", type=Path, metavar="FILE.json")
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args(arguments)
    source, known = found(CHECKOUT), read(CATALOGUE)
    if not args.check:
        fresh: dict[str, str | list[str]] = {}
        for path in args.translations:
            fresh |= json.loads(path.read_text(encoding="utf-8"))
        said_now = {text for text, _context in keyed(source)}
        for given in sorted(fresh):
            if given.rpartition("\x04")[2] not in said_now:
                print(f"not used: {given!r}")
        known = merge(source, known, fresh)
        write(known, CATALOGUE)
        source, known = found(CHECKOUT), read(CATALOGUE)
    said = complaints(source, known)
    print("\n".join([*said, f"{len(keyed(source))} messages, {len(said)} complaints"]))
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
