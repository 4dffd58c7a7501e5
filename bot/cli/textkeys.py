"""Which text keys the program asks for, read from its own source, so that none is missing and none is left over."""

import ast
from collections.abc import Iterator
from pathlib import Path

BOT = Path(__file__).resolve().parent.parent
ROOMS = ("views", "journey", "chat", "errors.py", "app.py")
# How a call turns its first argument into a key.
PREFIX = {"words": "", "texts": "", "count": "", "plain": "", "button": "button."}


def used_keys() -> frozenset[str]:
    """Every key in the source; a part that is only known at run time stands as `*`."""
    files = (file for room in ROOMS for file in ([BOT / room] if room.endswith(".py") else (BOT / room).rglob("*.py")))
    return frozenset(key for file in files for key in _keys(ast.parse(file.read_text(encoding="utf-8"))) if "." in key)


def _keys(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name.lstrip("_") in PREFIX and node.args:
                yield from (PREFIX[name.lstrip("_")] + text for text in _texts(node.args[0]))
            yield from (text for word in node.keywords if word.arg == "text_key" for text in _texts(word.value))
            yield from (text for arg in node.args for text in _texts(arg) if name == "_say_over_chat")
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield from _texts(node.value)
        elif isinstance(node, ast.Dict):
            yield from (text for key in node.keys if key is not None for text in _texts(key))


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
