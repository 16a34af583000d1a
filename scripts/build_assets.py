"""Builds build/govuk from the npm package: its style sheet, its script and nothing that is reserved for GOV.UK.

The two fonts and the crest may be used on gov.uk only, so they are dropped and the text is set in Arial. Source map comments and
absolute addresses are removed, because collectstatic's manifest would look for what they name.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
TARGET = ROOT / "build" / "govuk" / "govuk"

SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S+)")
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
CREST = re.compile(r"(?:-webkit-)?(?:background|mask)-image:url\(/assets/images/govuk-crest\.svg\);?")


def clean_css(css: str) -> str:
    """The style sheet without fonts, crest, source map and absolute addresses."""
    css = SOURCE_MAP.sub("", FONT_FACE.sub("", CREST.sub("", css)))
    css = css.replace("GDS Transport,arial,sans-serif", "arial,sans-serif")
    return css.replace("url(/assets/", "url(assets/")


def clean_js(script: str) -> str:
    """The script without its source map, whose comment follows code on the same line."""
    return SOURCE_MAP.sub("", script)


def build() -> None:
    """Write build/govuk afresh."""
    if not SOURCE.exists():
        sys.exit("node_modules/govuk-frontend is missing. Run `make setup`.")
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    css = clean_css((SOURCE / "govuk-frontend.min.css").read_text())
    if "assets/fonts" in css or "govuk-crest" in css:
        sys.exit("govuk-frontend changed: its style sheet still names a font or the crest. Mend scripts/build_assets.py.")
    (TARGET / "govuk-frontend.min.css").write_text(css)
    (TARGET / "govuk-frontend.min.js").write_text(clean_js((SOURCE / "govuk-frontend.min.js").read_text()))


if __name__ == "__main__":
    build()
