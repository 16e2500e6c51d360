"""Makes the website, the same bytes every time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.editions.serialization import to_json
from generator.output.errors import GeneratorError
from generator.reference.public_names import load_packages
from generator.site.configuration import Site, configuration, words_of_languages
from generator.site.finishing import finish_pages
from generator.site.navigation import navigation
from generator.site.pages import (
    ENGLISH,
    Links,
    Page,
    files_for_download,
    first_page,
    languages_of,
    place_of_file,
    read_pages,
    start_of,
)
from generator.site.reference_pages import FOLDER as REFERENCE
from generator.site.reference_pages import reference_pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.site.reference_pages import Reference
    from generator.spec.model.spec import Spec

MANIFEST: Final = "site.json"
MANIFEST_KEYS: Final = ("help_url", "public_names")

_ROOT: Final = Path(__file__).resolve().parents[2]
_THEME: Final = Path(__file__).with_name("theme")
#: What the theme of Zensical is completed with.
_OUR_FILES: Final = ("site.css", "worker-without-server.js")


def build_site(spec: Spec, directory: Path, root: Path = _ROOT) -> Path:
    """Make the site in the directory.

    Args:
        spec: says where the site will be.
        root: the repository whose pages and packages it is made of.

    Returns:
        The folder of the site.

    Raises:
        GeneratorError: Zensical failed, or had something to complain about.
    """
    pages = read_pages(root)
    site = Site(spec.help_url, root, languages_of(pages))
    reference = reference_pages(load_packages(root))
    built = directory / "site"
    for language in site.languages:
        _stage(site, language, pages, reference, directory)
        made = _run_zensical(site, language, directory)
        shutil.copytree(made, built / start_of(language))
    finish_pages(built, pages, spec.help_url)
    manifest = {"help_url": spec.help_url, "public_names": reference.places}
    (built / MANIFEST).write_bytes(to_json(manifest))
    return built


def _stage(
    site: Site,
    language: str,
    pages: Mapping[str, Page],
    reference: Reference,
    directory: Path,
) -> None:
    """Write what Zensical reads: the configuration, and the pages of a language."""
    files = frozenset(files_for_download(site.root))
    links = Links(pages, files)
    staged = directory / "pages"
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir()
    for source, page in pages.items():
        if page.language == language:
            text = (site.root / source).read_text("utf-8")
            (staged / f"{page.name}.md").write_text(links.in_text(text, page), encoding="utf-8")
    first = first_page(pages, language)
    nav = navigation((site.root / first.source).read_text("utf-8"), first, pages)
    title_of_reference = words_of_languages()[language]["reference"]
    if language == ENGLISH:
        _stage_files(site.root, staged)
        _stage_reference(reference, staged)
        nav.append({title_of_reference: reference.nav})
    else:
        # It is in English alone, so the other language leads there.
        nav.append({title_of_reference: f"{site.help_url}{REFERENCE}/"})
    shutil.copytree(_THEME, directory / "theme", dirs_exist_ok=True)
    for name in _OUR_FILES:
        shutil.copy(Path(__file__).with_name(name), staged)
    (directory / "zensical.toml").write_text(configuration(site, language, nav), encoding="utf-8")


def _stage_files(root: Path, staged: Path) -> None:
    for source in files_for_download(root):
        path = staged / place_of_file(source)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / source, path)


def _stage_reference(reference: Reference, staged: Path) -> None:
    for file, text in reference.texts.items():
        path = staged / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _run_zensical(site: Site, language: str, directory: Path) -> Path:
    """Have Zensical make the pages of a language; gives their folder."""
    shutil.rmtree(directory / ".cache", ignore_errors=True)
    # The extension of griffe is one of our modules.
    environment = {**os.environ, "PYTHONPATH": str(site.root), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = f"{done.stdout}{done.stderr}".strip()
    if done.returncode != 0 or "arning" in said:
        raise GeneratorError(f"zensical build ({language}) failed:\n{said}")
    return directory / f"site-{language}"
