"""Django's tags of language under their own name: `translate` of a fixed text looks it up once a language.

A page says a hundred fixed texts and more, and looking one up costs four times as much as remembering it.
"""

from typing import Any

from django.template import Context, Library, Variable
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.translation import get_language

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class FixedText(i18n.TranslateNode):
    """A text that depends on the language alone."""

    def __init__(self, node: Any) -> None:
        super().__init__(node.filter_expression, node.noop)
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        found = self.said.get(language)
        if found is None:
            found = self.said[language] = super().render(context)
        return found


@register.tag("trans")
@register.tag("translate")
def translate(parser: Parser, token: Token) -> Any:
    node: Any = i18n.do_translate(parser, token)
    expression = node.filter_expression
    fixed = isinstance(expression.var, Variable) and expression.var.lookups is None and not expression.filters
    return FixedText(node) if fixed and not node.asvar and not node.message_context else node
