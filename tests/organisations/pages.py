"""What the tests of the unit pages share: addresses, forms read from a page, a decision entered."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client

PERIOD = "2019-t09-9t"
DAY = "30/9/2019"  # the period's reference day


def url(tail: str = "", *, unit: str = "tw", period: str = PERIOD) -> str:
    return f"/{unit}/{period}/to-chuc/{tail}"


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def text(node: Tag | BeautifulSoup | None) -> str:
    """The words of a node as a reader sees them."""
    return " ".join(node.get_text(" ").split()) if node is not None else ""


def main(response: Any) -> str:
    return text(soup(response).select_one("main"))


def rows(response: Any) -> list[str]:
    """The first cell with words of every row of the list."""
    return [text(cell) for cell in soup(response).select("table.rows tbody th[scope=row] > a")]


def fields_of(form: Tag) -> dict[str, Any]:
    """What a browser would send of this form, without its buttons."""
    found: dict[str, Any] = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        name, kind = str(field["name"]), field.get("type", "")
        if kind in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            found[name] = chosen.get("value", "") if chosen is not None else ""
        elif field.name == "textarea":
            found[name] = field.get_text().removeprefix("\n")
        else:
            found[name] = field.get("value", "on" if kind == "checkbox" else "")
    return found


def form_of(response: Any, button: str) -> Tag:
    """The form that holds the button with these words."""
    for form in soup(response).select("main form"):
        if any(text(found) == button for found in form.select("button")):
            return form
    raise AssertionError(f"no form with the button {button!r}: {main(response)[:600]}")


def fill(client: Client, address: str, **typed: Any) -> Any:
    """Open the form, type into it, ask for the preview."""
    opened = client.get(address)
    assert opened.status_code == 200, main(opened)
    data = {**fields_of(form_of(opened, "Xem trước")), **typed, "buoc": "xem"}
    return client.post(address, data)


def choose(name: str, unit: Any, words: str = "") -> dict[str, str]:
    """A unit chosen in a picker."""
    return {name: str(unit.pk), f"{name}_text": words or unit.code, f"{name}_was": words or unit.code}


def confirmation(previewed: Any) -> tuple[str, dict[str, Any]]:
    """Address and fields of the button that records."""
    form = form_of(previewed, "Ghi quyết định")
    return str(form["action"]), fields_of(form)


def confirm(client: Client, previewed: Any) -> Any:
    assert previewed.status_code == 200, main(previewed)
    address, data = confirmation(previewed)
    return client.post(address, data)


def errors(response: Any) -> list[str]:
    """The lines of the error summary."""
    return [text(line) for line in soup(response).select(".errors li")]


def error_at(response: Any, name: str) -> str:
    """The message that stands at the field of this name."""
    box = soup(response).select_one(f".field.bad:has([name^={name}])")
    return text(box.select_one(".error")).removeprefix("▲ Lỗi: ") if box is not None else ""
