"""Renderers: a dataclass in, .docx and .xlsx bytes out; Party layout. Knows no domain and no Django."""
