"""Pages open in a real browser, and nothing is wrong on their consoles."""

import pytest
from factories import make_workshop
from playwright.sync_api import Page


@pytest.mark.django_db(transaction=True)
def test_a_workshop_opens(page: Page) -> None:
    workshop = make_workshop("credit")
    page.goto("/")
    page.get_by_role("link", name=workshop.title).first.click()
    assert page.url.endswith("/credit/")
