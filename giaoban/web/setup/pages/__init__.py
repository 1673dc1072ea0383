"""What the pages of Thiết lập show, as plain values."""

from giaoban.web.setup.pages.home import home
from giaoban.web.setup.pages.preview import preview
from giaoban.web.setup.pages.sheet import offered, sheet_page, template

__all__ = ["home", "offered", "preview", "sheet_page", "template"]
