"""Found words marked in a title or passage: everything is escaped, only <mark> is ours."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from giaoban.core.text import canonical, fold
from giaoban.search.rules import Question

WORD = re.compile(r"[^\W_]+")


def mark(text: str, question: Question) -> SafeString:
    """The text as safe HTML, the words of the question inside <mark>."""
    parts: list[str] = []
    end = 0
    for word in WORD.finditer(text):
        parts.append(escape(text[end : word.start()]))
        shown = escape(word[0])
        hit = canonical(word[0]) in question.exact or fold(word[0]) in question.folded
        parts.append(f"<mark>{shown}</mark>" if hit else shown)
        end = word.end()
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308 (every piece of the text was escaped above)
