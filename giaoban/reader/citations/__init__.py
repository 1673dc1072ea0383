"""Citations of documents in a text: found by one linear pass, each with what the text says of it."""

from giaoban.reader.citations.model import Citation, Draft, Form, Warn
from giaoban.reader.citations.scanner import scan

__all__ = ["Citation", "Draft", "Form", "Warn", "scan"]
