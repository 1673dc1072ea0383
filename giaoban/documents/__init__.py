"""Renderers: a dataclass in, .docx, .pdf and .xlsx bytes out; Party and State layout. Knows no domain."""
