"""What the journeys share: a browser of their own for each person, the days of a story, further ground.

A sign-in ends after twelve hours, so on every new day of a story people sign in anew. With GIAOBAN_LOOK
set to a folder, each place where a journey looks around is kept there as a picture, wide and on a telephone.
"""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import time_machine
from django.urls import resolve
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from giaoban.accounts.models import User
from giaoban.core.dates import OPEN, ZONE
from giaoban.organisations.models import Kind, Unit, UnitName
from giaoban.organisations.placements import Move, place_many
from giaoban.organisations.rules import PARTY
from tests.cast import BASELINE, PASSWORD, Cast

# A busy machine is no fault of the pages: waiting is on what must come, not on the clock.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
DESK = {"width": 1440, "height": 1000}
PHONE = {"width": 390, "height": 844}
FILLED = "main .btn:not(.quiet):not(.text):not(.grave):visible"
# Opening an arrival receives it, so a look around must not; files are downloads.
NOT_TO_OPEN = re.compile(r"/tham-tra/\d+/|\.(docx|xlsx|zip)$|/tep/|#|^tel:")


class Stage:
    """Signs people in, each in a browser of their own, and remembers what the browsers complained about."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.complaints: list[str] = []
        self.people: dict[str, tuple[BrowserContext, Page]] = {}
        self.present: set[str] = set()
        self.opened: set[tuple[str, str]] = set()
        folder = os.environ.get("GIAOBAN_LOOK", "")
        self.pictures = Path(folder) if folder else None

    @contextmanager
    def on(self, year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> Iterator[None]:
        """A day of the story: whoever works on it signs in anew."""
        self.send_home()
        with time_machine.travel(datetime(year, month, day, hour, minute, tzinfo=ZONE), tick=True):
            yield
            self.send_home()

    def send_home(self) -> None:
        for username in self.present:
            self.people[username][0].clear_cookies()
        self.present.clear()

    def close(self) -> None:
        for context, _page in self.people.values():
            context.close()

    def page(self, user: User, *, plain_phone: bool = False) -> Page:
        """The browser of this person, signed in; `plain_phone` is a telephone that runs no script."""
        if user.username not in self.people:
            self.people[user.username] = self._browser(plain_phone=plain_phone)
        page = self.people[user.username][1]
        if user.username not in self.present:
            self.present.add(user.username)
            page.goto(self.address)
            page.fill("[name=login]", user.username)
            page.fill("[name=password]", PASSWORD)
            page.get_by_role("button", name="Đăng nhập").click()
            expect(page.locator("header.top .name")).to_be_visible()
        return page

    def _browser(self, *, plain_phone: bool) -> tuple[BrowserContext, Page]:
        context = self.browser.new_context(
            viewport=PHONE if plain_phone else DESK,
            java_script_enabled=not plain_phone,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)
        return context, page

    def _been(self, page: Page) -> tuple[str, str]:
        """Who looks, and the kind of page that is open: it needs no trying any more."""
        who = next(user for user, (_context, one) in self.people.items() if one is page)
        return who, resolve(page.url.removeprefix(self.address).partition("?")[0].partition("#")[0]).view_name

    def _heard(self, message: ConsoleMessage) -> None:
        text = message.text
        # A form refused with 422 is told as a failed resource too; a blocked style or script is another text.
        if message.type == "error" and not text.startswith("Failed to load resource"):
            self.complaints.append(text)

    def look(self, page: Page, name: str) -> None:
        """No dead end here: one filled button at most, links open, nothing is wider than the screen.

        Of links to one kind of page the first is tried.
        """
        page.wait_for_load_state()
        assert page.locator(FILLED).count() <= 1, (name, page.locator(FILLED).all_inner_texts())
        who, here = self._been(page)
        self.opened.add((who, here))
        hrefs = page.locator("main a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        for path in dict.fromkeys(hrefs):
            if not path.startswith("/") or NOT_TO_OPEN.search(path):
                continue
            kind = resolve(path.partition("?")[0]).view_name
            if (who, kind) not in self.opened:
                self.opened.add((who, kind))
                answer = page.request.get(f"{self.address}{path}")
                assert answer.status == 200, (name, path, answer.status)
        self.picture(page, name)

    def picture(self, page: Page, name: str) -> None:
        """Nothing is wider than the screen, at the desk and on a telephone."""
        before = page.viewport_size or DESK
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            wide = page.locator("html").evaluate("one => one.scrollWidth - one.clientWidth")
            if self.pictures is not None:
                page.screenshot(path=self.pictures / f"{name}-{size['width']}.png", full_page=True)
            assert wide <= 0, (name, size, wide)
        page.set_viewport_size(before)


def step(page: Page, number: int) -> Locator:
    """A step of the Hồ sơ kỳ."""
    return page.locator("ol.file > li").nth(number - 1)


def next_step(page: Page, label: str) -> None:
    """The filled button of the Hồ sơ kỳ, which must say this."""
    button = page.locator("ol.file a.btn:not(.quiet)")
    expect(button).to_have_text(label)
    button.click()


def go_to(page: Page, unit: str = "", period: str = "") -> None:
    """Another unit or period by the bar at the top, which opens at once or by its button."""
    bar = page.locator("form.coords")
    wanted = page.url
    if unit:
        wanted = bar.locator(f"[name=don_vi] option[value={unit}]").get_attribute("value") or ""
        bar.locator("[name=don_vi]").select_option(unit)
        expect(page).to_have_url(re.compile(f"/{wanted}/"))
    if period:
        bar.locator("[name=ky]").select_option(period)
        expect(page).to_have_url(re.compile(f"/{period}/"))


def in_nav(page: Page, label: str, *, phone: bool = False) -> None:
    """A line of the navigation, which a telephone opens first."""
    if phone:
        page.get_by_role("link", name="Mục lục", exact=True).click()
    page.locator("nav.nav").get_by_role("link", name=re.compile(f"^{label}")).click()


def pick(page: Page, name: str, typed: str, wanted: str) -> None:
    """Type a few letters, wait for the suggestions, take the wanted one with the arrow keys."""
    box = page.locator(f"[name={name}_text]")
    box.fill("")
    box.press_sequentially(typed)
    options = page.locator(f"#{box.get_attribute('aria-controls')} [role=option]")
    expect(options.first).to_be_visible()
    labels = options.evaluate_all("all => all.map(option => option.dataset.label)")
    for _ in range(labels.index(wanted) + 1):
        box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value(wanted)


def add_units(cast: Cast, rows: Sequence[tuple[str, str, str, str, str]]) -> None:
    """Further units of the Party line from the beginning on: code, kind, name, short name, superior."""
    moves = []
    for code, kind, name, short, parent in rows:
        Kind.objects.get_or_create(code=kind, defaults={"label": kind, "label_en": kind, "level": "other"})
        cast.units[code] = Unit.objects.create(code=code, kind_id=kind, starts=BASELINE, ends=OPEN)
        UnitName.objects.create(unit=cast.units[code], name=name, short_name=short, starts=BASELINE)
        moves.append(Move(cast.unit(code).pk, cast.unit(parent).pk, BASELINE))
    place_many(PARTY, moves)


def shorten(cast: Cast, names: dict[str, str]) -> None:
    """Short names as the data set has them: lists name a province, not its committee."""
    for code, short in names.items():
        UnitName.objects.filter(unit=cast.unit(code)).update(short_name=short)
