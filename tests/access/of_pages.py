"""Pages for everybody, and signing in."""

from tests.access.rows import EVERYBODY, SIGNED_IN, Row

SIGN_IN = {"email": "nobody@x.example"}

ROWS = [
    Row("ready", EVERYBODY),
    Row("core:figure", EVERYBODY, lambda world: {"key": "unknown"}, ok=204),
    Row("accessibility", EVERYBODY),
    Row("privacy", EVERYBODY),
    Row("cookies", EVERYBODY),
    Row("retention", EVERYBODY),
    Row("account_login", (), otherwise=302, anonymous=200),
    Row("account_login", (), otherwise=302, anonymous=302, method="post", data=lambda world: SIGN_IN),
    Row("account_request_login_code", (), otherwise=302, anonymous=200),
    Row("account_request_login_code", (), otherwise=302, anonymous=302, method="post", data=lambda world: SIGN_IN),
    Row("account_confirm_login_code", (), otherwise=302, anonymous=302),
    Row("account_confirm_login_code", (), otherwise=302, anonymous=302, method="post", data=lambda world: {"code": "123456"}),
    Row("account_logout", SIGNED_IN),
    Row("account_logout", SIGNED_IN, ok=302, method="post"),
    Row("account_signup", EVERYBODY, ok=302),
    Row("account_inactive", EVERYBODY),
]
