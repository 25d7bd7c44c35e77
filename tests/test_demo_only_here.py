"""The demo lets anyone be anyone, so it starts by itself on this machine only."""

import pytest

from workshop.management.addresses import environment


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_loopback_is_a_demo(host: str) -> None:
    told = environment(host, 8001, {})
    assert told["DEMO"] == "1"
    assert told["SITE_URL"] == f"http://{f'[{host}]' if ':' in host else host}:8001"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "workshop.example.org"])  # noqa: S104
def test_nobody_elsewhere_gets_a_demo(host: str) -> None:
    assert environment(host, 8000, {})["DEMO"] == "0"
    assert environment(host, 8000, {"DEMO": "1"})["DEMO"] == "0"


@pytest.mark.parametrize("real", ["SITE_URL", "DATABASE_URL"])
def test_a_real_site_on_loopback_gets_no_demo_by_itself(real: str) -> None:
    assert environment("127.0.0.1", 8000, {real: "x"}).get("DEMO") is None


def test_what_was_said_stays() -> None:
    given = {"SITE_URL": "https://workshop.example.org", "DEMO": "0", "ALLOWED_HOSTS": "a"}
    assert environment("127.0.0.1", 8000, given) == given
    once = environment("127.0.0.1", 8000, {})
    assert environment("127.0.0.1", 8000, once) == once
