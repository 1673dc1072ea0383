"""Forms of read texts: a text to read, a mark to correct, the work to make of a text."""

from giaoban.web.reading.forms.mark import CitationForm, FigureForm, TaskForm
from giaoban.web.reading.forms.text import ReadForm
from giaoban.web.reading.forms.work import WorkForm

__all__ = ["CitationForm", "FigureForm", "ReadForm", "TaskForm", "WorkForm"]
