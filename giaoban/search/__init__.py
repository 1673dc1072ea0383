"""The folded index; rooms hand it plain documents."""
