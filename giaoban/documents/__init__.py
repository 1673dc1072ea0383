"""Renderers: a dataclass in, .docx and .xlsx bytes out; Party and state layout. Knows no domain."""
