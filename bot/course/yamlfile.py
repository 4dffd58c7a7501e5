"""YAML that remembers its lines, and models checked against it, so that a fault can name its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.course.faults import Fault

Keys = tuple[str | int, ...]
# The same loader in C is ten times as fast; wheels of PyYAML have it, other builds may not.
_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Marked:
    """What a YAML text holds, and on which line (from 1) each value begins, by the keys that lead to it."""

    path: str
    data: object
    lines: Mapping[Keys, int]

    def line(self, *keys: str | int) -> int:
        """The line of the value at `keys`, or of the nearest thing around it."""
        for size in range(len(keys), -1, -1):
            if keys[:size] in self.lines:
                return self.lines[keys[:size]]
        return 1

    def fault(self, rule: str, message: str, *keys: str | int) -> Fault:
        """A fault at the value that `keys` lead to."""
        return Fault(self.path, self.line(*keys), rule, message)


def read_marked(text: str, path: str, first_line: int = 1) -> tuple[Marked, list[Fault]]:
    """Read `text`, whose first line is line `first_line` of `path`. What cannot be read leaves data None."""
    try:
        loader = _LOADER(text)
        node = loader.get_single_node()
        if node is None:
            return Marked(path, None, {(): first_line}), [Fault(path, first_line, "yaml", "holds nothing")]
        lines: dict[Keys, int] = {}
        faults: list[Fault] = []
        _mark(node, (), lines, faults, path, first_line, set())
        return Marked(path, None if faults else loader.construct_document(node), lines), faults
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        fault = Fault(path, first_line + line, "yaml", f"{error.problem or error.context or 'cannot be read'}")
        return Marked(path, None, {(): first_line}), [fault]
    except (yaml.YAMLError, ValueError) as error:
        fault = Fault(path, first_line, "yaml", " ".join(str(error).split()))
        return Marked(path, None, {(): first_line}), [fault]


def _mark(
    node: yaml.Node,
    keys: Keys,
    lines: dict[Keys, int],
    faults: list[Fault],
    path: str,
    first: int,
    seen: set[int],
) -> None:
    line = first + node.start_mark.line
    lines.setdefault(keys, line)
    if id(node) in seen:
        faults.append(Fault(path, line, "yaml", "anchors and aliases are not used here; write the value again"))
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _mark(child, (*keys, index), lines, faults, path, first, seen)
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            name = (*keys, str(key.value))
            if name in lines:
                faults.append(Fault(path, first + key.start_mark.line, "yaml", f"{key.value} stands here twice"))
                continue
            lines[name] = first + key.start_mark.line
            _mark(child, name, lines, faults, path, first, seen)


def validated(model: type[Model], data: object, marked: Marked) -> tuple[Model | None, list[Fault]]:
    """`data` as a `model`, or None and one schema fault for each thing wrong, at its line in `marked`."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [
            marked.fault("schema", f"{_dotted(details['loc'])}{_said(details['msg'])}", *details["loc"])
            for details in error.errors(include_url=False, include_context=False, include_input=False)
        ]


def _dotted(keys: Keys) -> str:
    return ".".join(str(key) for key in keys) + ": " if keys else ""


def _said(message: str) -> str:
    return {
        "Field required": "is missing",
        "Extra inputs are not permitted": "is not a key of this file",
    }.get(message, message.removeprefix("Value error, "))
