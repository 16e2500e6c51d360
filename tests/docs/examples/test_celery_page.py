"""docs/celery.md: its task by a real worker and a real Redis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs.examples.page_shell import PageShell, blocks_of
from tests.kit.debian import find
from tests.kit.redis_server import RedisServer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.kit.control import Control
    from tests.kit.warm.programs import Programs

pytestmark = pytest.mark.checkout

PAGE = "celery.md"


def test_its_lines_send_a_message(tmp_path: Path, control: Control, programs: Programs) -> None:
    find("jq")
    with RedisServer() as redis, PageShell(PAGE, tmp_path, control, programs) as shell:
        shell.ports["6379"] = str(redis.port)
        shell.write_files()
        for block in blocks_of(PAGE, "console"):
            shell.run_block(block)
        said = shell.servers["celery"].said()
    control.assert_sent("380678998668", text="Order 12345 is on its way.", count=1)
    assert "380678998668" not in said
