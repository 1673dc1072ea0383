"""Registry of documents, how they relate, and what was born from each."""
