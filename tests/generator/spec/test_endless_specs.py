"""A spec stands alone and comes to an end.

Nothing beside it is asked for, and what would lead round and round is told with its line.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

from tests.effort import THOROUGH
from tests.generator.hostile_texts import write
from tests.kit import processes
from tests.kit.generating import generator_here
from tests.kit.processes import PYTHON
from tests.kit.service import Site

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

ROOT: Final = Path(__file__).resolve().parents[3]
SMALL: Final = (Path(__file__).parents[1] / "fixtures" / "small.yaml").read_text("utf-8")
#: Far more than any of them takes on a machine that is busy with much else; what is still running
#: then has no end.
SECONDS: Final = 1200
PET: Final = "{type: object, properties: {name: {type: string}}}"


@pytest.fixture
def ear() -> Iterator[Site]:
    """Has nothing, and notes everybody who comes."""
    with Site({}) as site:
        yield site


def run_python(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Python in a process that is killed if it comes to no end."""
    env = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "no_proxy": "*"}
    return processes.run(PYTHON, *words, cwd=place, env=env, timeout=SECONDS)


def run(command: str, place: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """A command of the generator, which pytest ends in a usual run if it comes to no end."""
    if not THOROUGH:
        return generator_here(command, "--spec", "spec.yaml", *more, cwd=place)
    return run_python(place, "-m", "generator", command, "--spec", "spec.yaml", *more)


#: Reads every spec of the current directory as each command does first, and tells what it refuses.
_READ_ALL: Final = """
import json
from pathlib import Path
from generator.spec.problems import BrokenSpecError
from generator.spec.validation import read_spec
for file in sorted(Path().glob("*.spec.yaml")):
    try:
        read_spec(file, "spec.yaml")
        message = "nothing"
    except BrokenSpecError as error:
        message = str(error)
    print(json.dumps([file.name, message]), flush=True)
"""


def refusals(place: Path, contents: dict[str, str]) -> dict[str, str]:
    """What is said of each spec by one process, which is killed if it comes to no end."""
    for name, content in contents.items():
        (place / f"{name}.spec.yaml").write_text(content, "utf-8")
    done = run_python(place, "-c", _READ_ALL)
    assert done.returncode == 0, done.stderr
    said = dict(json.loads(line) for line in done.stdout.splitlines())
    return {name: said[f"{name}.spec.yaml"] for name in contents}


def refusal(place: Path, content: str, command: str = "generate") -> str:
    (place / "spec.yaml").write_text(content, "utf-8")
    done = run(command, place, *(() if command == "lint" else ("--out", "out")))
    assert (done.returncode, done.stdout) == (2, ""), done.stdout + done.stderr
    lines = done.stderr.splitlines()
    assert all(re.match(r"spec\.yaml:[0-9]+: .", line) and len(line) < 500 for line in lines), lines
    assert not (place / "out").exists()
    return done.stderr


def with_schema(schema: str) -> str:
    return SMALL.replace("  schemas:\n", f"  schemas:\n    Odd: {schema}\n", 1)


ADDRESSES: Final = ("URL/odd.json", "FILE", "odd.yaml#/components/schemas/Odd")
SCHEMAS: Final = (
    "{$ref: 'ADDRESS'}",
    "{$dynamicRef: 'ADDRESS'}",
    "{$recursiveRef: 'ADDRESS'}",
    "{$id: 'ADDRESS', type: string}",
    "{$id: 'ADDRESS', $ref: '#/components/schemas/Flag'}",
    "{$schema: 'ADDRESS', type: string}",
    "{$anchor: a, $vocabulary: {'ADDRESS': true}}",
    "{type: object, properties: {pet: {$dynamicRef: 'ADDRESS'}}}",
    "{type: object, additionalProperties: {$id: 'ADDRESS', $ref: odd}}",
    "{type: string, example: {$ref: 'ADDRESS'}}",
    "{type: string, default: {$schema: 'ADDRESS'}}",
    "{oneOf: [{$ref: '#/components/schemas/Flag'}], "
    "discriminator: {propertyName: kind, mapping: {a: 'ADDRESS'}}}",
)


@pytest.mark.thorough_only
def test_no_schema_leads_elsewhere(tmp_path: Path, ear: Site) -> None:
    (tmp_path / "odd.yaml").write_text(f"components: {{schemas: {{Odd: {PET}}}}}\n", "utf-8")
    specs: dict[str, str] = {}
    for each in ADDRESSES:
        address = each.replace("URL", ear.url)
        address = address.replace("FILE", (tmp_path / "odd.yaml").as_uri())
        for schema in SCHEMAS:
            specs[f"{len(specs)}"] = with_schema(schema.replace("ADDRESS", address))
    line = SMALL[: SMALL.index("  schemas:\n")].count("\n") + 2
    for number, message in refusals(tmp_path, specs).items():
        assert message.startswith(f"spec.yaml:{line}: "), (specs[number], message)
    assert not ear.connections


@pytest.mark.one_case_in(3)
@pytest.mark.parametrize(
    ("piece", "replacement", "word"),
    [
        ("info:\n", "jsonSchemaDialect: URL/dialect\ninfo:\n", "jsonSchemaDialect"),
        (
            "{summary: An SMS, value:",
            "{summary: An SMS, externalValue: URL/sms.json, x:",
            "externalValue",
        ),
        ("{operationId: messagePingGet}", "{operationRef: 'URL/o#/paths/x/get'}", "operationRef"),
        (
            "$ref: '#/components/responses/Ping'",
            "$ref: 'URL/ping#/a'",
            "does not point into this file",
        ),
        (
            "x-operation: {module: user",
            "$ref: 'URL/path'\n    x-operation: {module: user",
            "into this file",
        ),
    ],
)
def test_nothing_else_leads_elsewhere(
    tmp_path: Path, ear: Site, piece: str, replacement: str, word: str
) -> None:
    assert piece in SMALL
    # The linters look at a spec that is broken in other ways.
    message = refusal(
        tmp_path, SMALL.replace(piece, replacement.replace("URL", ear.url), 1), "lint"
    )
    assert word in message
    assert not ear.connections


@pytest.mark.one_case_in(2)
@pytest.mark.parametrize("command", ["generate", "publish"])
def test_a_whole_spec_asks_nobody(tmp_path: Path, ear: Site, command: str) -> None:
    """Addresses that are there to be read are not visited."""
    content = SMALL.replace("http://127.0.0.1:1", ear.url)
    content = content.replace(
        "  version: 1.0.0\n", f"  version: 1.0.0\n  contact: {{url: {ear.url}/}}\n"
    )
    (tmp_path / "spec.yaml").write_text(content, "utf-8")
    done = run(command, tmp_path, "--out", "out")
    assert done.returncode == 0, done.stderr
    assert not ear.connections


def chain(length: int, link: str, last: str) -> str:
    links = [
        f"    A{n}: {link.replace('NEXT', f'#/components/schemas/A{n + 1}')}" for n in range(length)
    ]
    return "\n".join([*links, f"    A{length}: {last}", ""])


TWELVE: Final = ", ".join(f"p{n}: {{$ref: '#/components/schemas/A{n}'}}" for n in range(12))
ALL_TWELVE: Final = f"{{type: object, properties: {{{TWELVE}}}}}"


def with_schemas(schemas: str, used: str = "A0") -> str:
    """The small spec with more schemas, one of which the answer of user/balance has a field of."""
    content = SMALL.replace("  schemas:\n", f"  schemas:\n{schemas}", 1)
    reference = f"        more: {{$ref: '#/components/schemas/{used}'}}\n"
    balance = "        balance: {type: number"
    assert balance in content
    return content.replace(balance, f"{reference}{balance}", 1)


ENDLESS: Final = {
    "reference to itself": (
        "    A0: {$ref: '#/components/schemas/A0'}\n",
        "a circle of references",
    ),
    "two references": (
        chain(1, "{$ref: 'NEXT'}", "{$ref: '#/components/schemas/A0'}"),
        "a circle of",
    ),
    "allOf of itself": ("    A0: {allOf: [{$ref: '#/components/schemas/A0'}]}\n", "a circle of"),
    "anyOf of itself": (
        "    A0: {anyOf: [{type: string}, {$ref: '#/components/schemas/A0'}]}\n",
        "a circle",
    ),
    "allOf round three": (
        chain(2, "{allOf: [{$ref: 'NEXT'}]}", "{not: {$ref: '#/components/schemas/A0'}}"),
        "A0 → A1",
    ),
    "a long chain": (
        chain(3000, "{$ref: 'NEXT'}", "{type: string}"),
        "references lead from one to the next",
    ),
    "a long chain of allOf": (
        chain(3000, "{allOf: [{$ref: 'NEXT'}]}", "{type: string}"),
        "lead from one to the",
    ),
    "a long chain of objects": (
        chain(3000, "{type: object, properties: {a: {$ref: 'NEXT'}}}", "{type: string}"),
        "has a message of more than",
    ),
    "a billion fields": (
        chain(
            30,
            "{type: object, properties: {a: {$ref: 'NEXT'}, b: {$ref: 'NEXT'}}}",
            "{type: string}",
        ),
        "has a message of more than",
    ),
    "a billion parts": (
        chain(30, "{allOf: [{$ref: 'NEXT'}, {$ref: 'NEXT'}]}", "{type: object}"),
        "has a message of more than",
    ),
    "everything in everything": (
        "".join(f"    A{n}: {ALL_TWELVE}\n" for n in range(12)),
        "has a message of more than",
    ),
    "nested lists": (
        "    A0: {type: string, example: " + "[" * 5000 + "]" * 5000 + "}\n",
        "levels deep",
    ),
    "nested objects": (
        "    A0: " + "{type: array, items: " * 2000 + "{}" + "}" * 2000 + "\n",
        "levels deep",
    ),
    "nested blocks": (
        "    A0:\n" + "".join(" " * (6 + n) + "items:\n" for n in range(300)) + " " * 306 + "{}\n",
        "levels deep",
    ),
    "no boolean": (
        "    A0: {type: string, nullable: !!bool maybe}\n",
        "the tag tag:yaml.org,2002:bool",
    ),
    "an object of Python": (
        "    A0: !!python/object/apply:os.system ['touch canary']\n",
        "the tag tag:yaml.org",
    ),
    "a tag of one's own": ("    A0: !pet {type: string}\n", "the tag !pet"),
    "no number of JSON": ("    A0: {type: number, maximum: .inf}\n", "no value of JSON"),
    "a number without end": (
        "    A0: {type: integer, maximum: " + "9" * 9000 + "}\n",
        "cannot be read",
    ),
    "aliases": (
        "    A0: &a {type: string}\n"
        + "".join(f"    A{n}: &a{n} [*a, *a]\n" for n in range(1, 20)),
        "the anchor &a",
    ),
    "a regex within a regex": (
        "    A0: {type: string, pattern: '^(a+)+$', default: " + "a" * 38 + "b}\n",
        "a choice within a repeat",
    ),
    "a regex of alternatives": (
        "    A0: {type: string, pattern: '^(a|a)*$', example: " + "a" * 40 + "b}\n",
        "a choice within",
    ),
    "a regex of many ways": (
        "    A0: {type: string, pattern: '" + "a?" * 40 + "a" * 40 + "'}\n",
        "too many choices",
    ),
    "a regex of long repeats": (
        "    A0: {type: string, pattern: '.*.*.*=.*'}\n",
        "too many choices",
    ),
    "a regex that looks back": (
        "    A0: {type: string, pattern: '(a*)\\1\\1\\1b'}\n",
        "looks around or back",
    ),
    "no regex": ("    A0: {type: string, pattern: '('}\n", "is no regular expression"),
    "a regex for keys": (
        "    A0: {type: object, propertyNames: {pattern: '(x*)*'}}\n",
        "a choice within a repeat",
    ),
    "a regex as a key": (
        "    A0: {type: object, patternProperties: {'(x*)*': {}}}\n",
        "a choice within a repeat",
    ),
    "a long string": (
        "    A0: {type: string, description: '" + "x" * 30000 + "'}\n",
        "30,000 characters",
    ),
    "many keys": (
        "".join(f"    A{n}: {{}}\n" for n in range(30000)),
        "more than 40,000 keys and values",
    ),
    "a long file": ("    # " + "x" * 1_000_000 + "\n    A0: {}\n", "bytes, of 1,000,000 at most"),
}


@pytest.mark.thorough_only
def test_what_has_no_end_is_told(tmp_path: Path) -> None:
    # Those of thousands of steps take seconds each.
    names = [name for name in ENDLESS if THOROUGH or not name.startswith("a long chain")]
    specs = {name: with_schemas(ENDLESS[name][0]) for name in names}
    for name, message in refusals(tmp_path, specs).items():
        assert ENDLESS[name][1] in message, (name, message)
        for line in message.splitlines():
            assert re.match(r"spec\.yaml:[0-9]+: .", line)
            assert len(line) < 500


@pytest.mark.thorough_only
@pytest.mark.parametrize("name", ["everything in everything", "nested lists"])
def test_no_command_goes_on(tmp_path: Path, name: str) -> None:
    schemas, problem = ENDLESS[name]
    assert problem in refusal(tmp_path, with_schemas(schemas))


@pytest.mark.one_case_in(2)
@pytest.mark.parametrize("name", ["allOf of itself", "a regex within a regex"])
def test_no_linter_is_asked_about_it(tmp_path: Path, name: str) -> None:
    schemas, problem = ENDLESS[name]
    assert problem in refusal(tmp_path, with_schemas(schemas), "lint")


@pytest.mark.one_case_in(2)
@pytest.mark.parametrize("command", ["generate", "publish"])
def test_a_tree_is_no_circle(tmp_path: Path, command: str) -> None:
    """A schema may hold itself, since the data ends."""
    children = "{type: array, items: {$ref: '#/components/schemas/A0'}}"
    tree = f"    A0: {{type: object, properties: {{children: {children}}}}}\n"
    (tmp_path / "spec.yaml").write_text(
        with_schemas(tree).replace(
            "schemas: [Balance], keys: []", "schemas: [Balance], keys: [], without: [more]"
        ),
        "utf-8",
    )
    done = run(command, tmp_path, "--out", "out")
    assert done.returncode == 0, done.stderr


def test_an_older_version_leads_nowhere_either(tmp_path: Path, ear: Site) -> None:
    """`compare` reads a second spec."""
    (tmp_path / "spec.yaml").write_text(SMALL, "utf-8")
    old: Any = yaml.safe_load(SMALL)
    old["components"]["schemas"]["Odd"] = {"$ref": f"{ear.url}/odd.json"}
    write(old, tmp_path / "old.json")
    done = run("compare", tmp_path, "--against", "old.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.match(r"old\.json:[0-9]+: \$ref '.*' does not point into this file", done.stderr)
    assert not ear.connections
