"""The checks of the page's JavaScript find what they are there for, and nothing in the page."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.inbox.page import checks
from turbosms_sandbox.inbox.files_version import FOLDER

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]


# `make check` runs them too.
@pytest.mark.thorough_only
def test_the_tests_of_the_page_pass() -> None:
    assert checks.tests() == ""


@pytest.mark.thorough_only
def test_a_test_of_the_page_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in checks.HERE.glob("package*.json"):
        shutil.copy(file, tmp_path)
    (tmp_path / "odd.test.js").write_text(
        "import test from 'node:test';\nimport { MAX_COUNT } from './web/store/limits.js';\n"
        "test('odd', () => { if (MAX_COUNT !== 1) throw new Error('not one'); });\n"
    )
    monkeypatch.setattr(checks, "HERE", tmp_path)
    assert "not one" in checks.tests()


@pytest.mark.thorough_only
def test_wrong_types_are_told(tmp_path: Path) -> None:
    wrong = {
        "mergeMessages(1, []);": "TS2345",
        "mergeMesages();": "TS2724",
        "document.querySelector('a').focus();": "TS2531",
        "request('GET', '/', {}, 4);": "TS2554",
        "dispatch(dialogOpened, 'lost');": "TS2345",
        "dispatch((state) => ({ ...state, faults: 1 }));": "TS2322",
        "export const draw = (state) => state;": "TS7006",
    }
    names = {
        "store/message_list.js": "mergeMessages, mergeMesages",
        "store/actions.js": "dialogOpened",
        "store/store.js": "dispatch",
        "control/control_plane.js": "request",
    }
    imports = "".join(
        f"import {{ {name} }} from '{FOLDER}/{module}';\n" for module, name in names.items()
    )
    (tmp_path / "odd.js").write_text(imports + "\n".join(wrong))
    project = tmp_path / "tsconfig.json"
    project.write_text(json.dumps({"extends": str(checks.PROJECT), "include": ["odd.js"]}), "utf-8")
    found = checks.types(project)
    for complaint in wrong.values():
        assert complaint in found, found


@pytest.mark.thorough_only
def test_broken_rules_are_told() -> None:
    checks.PACKAGES.install()
    with tempfile.TemporaryDirectory(dir=checks.PLACE) as place:
        Path(place, "odd.js").write_text(
            "document.body.innerHTML = location.hash;\nvar x = 1 == 2;\n"
        )
        found = checks.rules([Path(place)])
    for rule in ("no-restricted-properties", "no-var", "eqeqeq", "no-unused-vars"):
        assert rule in found
