"""What an e-mail address tells about where somebody works."""

# Anybody can have an address there, so it tells nothing. The larger ones in the United Kingdom, by hand.
ANYBODYS = frozenset(
    {"aol.com", "btinternet.com", "gmail.com", "googlemail.com", "hotmail.co.uk", "hotmail.com", "icloud.com", "live.co.uk"}
    | {"live.com", "mail.com", "me.com", "msn.com", "ntlworld.com", "outlook.com", "proton.me", "protonmail.com", "sky.com"}
    | {"talktalk.net", "virginmedia.com", "yahoo.co.uk", "yahoo.com"}
)


def domain_of(email: str) -> str:
    """What comes after the last @, in small letters."""
    return email.rpartition("@")[2].strip().lower()


def is_anybodys(domain: str) -> bool:
    """Whether addresses there are given to everybody."""
    return domain.lower() in ANYBODYS
