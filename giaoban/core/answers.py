"""A file made for this reader: its kind, a name of plain letters; a PDF opens in the browser."""

from django.http import HttpResponse

OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA = {
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}


def sent(content: bytes | str, name: str) -> HttpResponse:
    """The ending of the name, a key of MEDIA, says what it is."""
    form = name.rpartition(".")[2]
    response = HttpResponse(content, content_type=MEDIA[form])
    shown = "inline" if form == "pdf" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
