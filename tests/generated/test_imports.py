"""Every module imports, and the tables import nothing that they do not need."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import turbosms_api
import turbosms_api.models
from tests.kit.processes import PYTHON, output
from turbosms_api.tables.operations import OPERATIONS

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(turbosms_api.__path__, "turbosms_api.")
)
TABLES = [name for name in MODULES if name.startswith("turbosms_api.tables.")]


def test_there_are_modules() -> None:
    endpoints = [
        name for name in MODULES if name.startswith("turbosms_api.api.") and name.count(".") == 3
    ]
    assert len(endpoints) == len(OPERATIONS)
    assert len(TABLES) == 11


@pytest.mark.parametrize("name", MODULES)
def test_every_module_imports(name: str) -> None:
    assert importlib.import_module(name).__name__ == name


@pytest.mark.parametrize(
    "name", [name for name in MODULES if name.count(".") == 3 and ".api." in name]
)
def test_every_function_documents_its_errors(name: str) -> None:
    module = importlib.import_module(name)
    for function in (module.sync, module.sync_detailed, module.asyncio, module.asyncio_detailed):
        for error in (
            "errors.UnexpectedStatus",
            "errors.UnreadableAnswer",
            "httpx2.TimeoutException",
        ):
            assert f"{error}: " in function.__doc__


@pytest.mark.parametrize("name", TABLES)
def test_tables_import_neither_the_http_client_nor_the_models(name: str) -> None:
    code = f"import sys, {name}; print(*sys.modules)"
    loaded = output(PYTHON, "-c", code).split()
    assert not {"httpx2", "attrs", "attr", "turbosms_api.client", "turbosms_api.models"} & set(
        loaded
    )


def test_an_endpoint_does_without_the_clients_of_the_package() -> None:
    code = (
        "import sys, turbosms_api.api.message.message_send\n"
        "assert 'turbosms_api.client' not in sys.modules"
    )
    output(PYTHON, "-c", code)


def test_the_package_gives_its_names_on_first_use() -> None:
    code = (
        "import sys, turbosms_api as api\n"
        "assert 'httpx2' not in sys.modules\n"
        "assert {'AuthenticatedClient', 'Client'} <= set(dir(api))\n"
        "assert api.AuthenticatedClient is sys.modules['turbosms_api.client'].AuthenticatedClient\n"
    )
    output(PYTHON, "-c", code)
    with pytest.raises(AttributeError, match="module 'turbosms_api' has no attribute 'Nothing'"):
        _ = turbosms_api.Nothing  # type: ignore[attr-defined]


def test_a_model_is_imported_when_it_is_first_used() -> None:
    code = (
        "import sys, turbosms_api.models as models\n"
        "models.SendRow\n"
        "assert models.__name__ + '.send_row' in sys.modules\n"
        "assert models.__name__ + '.chat_sender' not in sys.modules\n"
        "for name in models.__all__:\n"
        "    assert getattr(models, name).__name__ == name\n"
    )
    output(PYTHON, "-c", code)
    with pytest.raises(
        AttributeError, match=r"module 'turbosms_api\.models' has no attribute 'Nothing'"
    ):
        _ = turbosms_api.models.Nothing  # type: ignore[attr-defined]
