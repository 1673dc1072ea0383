"""The papers that the house knows to write: shipped templates with named fields, and a unit's own in Word."""

from giaoban.correspondence.papers.catalogue import catalogue, template
from giaoban.correspondence.papers.filling import fill, sample
from giaoban.correspondence.papers.model import Field, FieldKind, Head, Template

__all__ = ["Field", "FieldKind", "Head", "Template", "catalogue", "fill", "sample", "template"]
