"""Settings and the file that documents them agree; production is closed, and the demonstration stays at home."""

import os
import re
import subprocess
import sys

from django.conf import settings
from django.urls import reverse

PRODUCTION = {
    "ALLOWED_HOSTS": "cper.example",
    "CPER_DEMO": "0",
    "DEBUG": "0",
    "SECRET_KEY": "one of the tests only, as long as one of production should be",
}


def variables_read() -> set[str]:
    source = (settings.BASE_DIR / "cper" / "settings.py").read_text()
    return set(re.findall(r'env\.\w+\("([A-Z_]+)"', source))


def ask_settings(expression: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Read the settings again, in a process of their own, with these variables in its environment."""
    return subprocess.run(
        [sys.executable, "-c", f"from django.conf import settings; print({expression})"],
        env=os.environ | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_example_lists_exactly_the_variables_that_are_read():
    example = (settings.BASE_DIR / ".env.example").read_text()

    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == variables_read()


def test_a_copy_of_the_example_needs_only_a_secret_key():
    example = (settings.BASE_DIR / ".env.example").read_text()
    variables = dict(re.findall(r"^([A-Z_]+)=(.*)$", example, re.MULTILINE))

    answer = ask_settings("settings.ALLOWED_HOSTS, settings.EMAIL_PORT", **variables | {"SECRET_KEY": "x"})

    assert answer.stdout == "['127.0.0.1', 'localhost', '[::1]'] 25\n"


def test_production_sends_its_cookies_over_https_to_this_host_alone():
    names = "settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME"
    secure = "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT"

    answer = ask_settings(f"{names}, {secure}", **PRODUCTION)

    assert answer.stdout == "__Host-session __Host-csrf True True True\n"


def test_production_does_not_know_the_demonstration_accounts():
    answer = ask_settings("settings.AUTHENTICATION_BACKENDS", **PRODUCTION)

    assert answer.stdout == "['negotiation.accounts.MandateBackend']\n"


def test_demonstration_is_refused_under_a_public_name():
    answer = ask_settings("settings.DEMO", **PRODUCTION | {"CPER_DEMO": "1"})

    assert answer.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: CPER_DEMO=1 ouvre des comptes au mot de passe public :"
        " ALLOWED_HOSTS ne peut nommer que cette machine."
    )


def test_production_without_a_secret_key_does_not_start():
    answer = ask_settings("settings.SECRET_KEY", **PRODUCTION | {"SECRET_KEY": ""})

    assert answer.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: SECRET_KEY est vide : donnez-lui au moins 50 caractères tirés"
        " au hasard (.env.example)."
    )


def test_a_page_may_load_nothing_but_what_this_site_serves(client, db):
    policy = client.get(reverse("sign-in")).headers["Content-Security-Policy"]

    assert sorted(policy.split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "script-src 'self'",
        "style-src 'self'",
    ]
