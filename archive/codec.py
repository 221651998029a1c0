"""Frozen dataclasses to JSON objects and back. Nothing that is read is believed: every field has its type, or an error.

A field that is not known here was written by a newer queson and is passed over; one that has a default may be absent.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from itertools import chain
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from archive.errors import BadRecord

T = TypeVar("T")
Json = dict[str, Any]
MAX_DEPTH = 12
MIN_INTEGER, MAX_INTEGER = -(1 << 63), (1 << 63) - 1
"""The integers of SQLite."""


@dataclass(frozen=True, slots=True)
class Check:
    """What a value has to be, beside its type: ``Annotated[str, Check("slug", is_slug)]``."""

    name: str
    holds: Callable[[Any], bool]


def as_json(record: object) -> Json:
    """The fields of a dataclass as a JSON object; a field that is None is left out."""
    found: Json = {}
    for each in fields(cast(Any, record)):
        value = _plain(getattr(record, each.name))
        if value is not None:
            found[each.name] = value
    return found


def from_json(kind: type[T], found: object, where: str) -> T:
    """The dataclass that a JSON object tells of; `where` names it in errors.

    Raises:
        BadRecord: a field is missing, or holds something else than it may.
    """
    if not isinstance(found, dict):
        raise BadRecord(f"{where} is no JSON object")
    shapes = _shapes(cast(Any, kind))
    values: Json = {}
    for each in fields(cast(Any, kind)):
        name = f"{where}.{each.name}"
        if each.name in found:
            values[each.name] = _value(shapes[each.name], found[each.name], name)
        elif not _has_default(each):
            raise BadRecord(f"{name} is missing")
    return kind(**values)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return as_json(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value


def field_value(kind: type, name: str, found: object, where: str) -> Any:
    """The value of one field of a dataclass. Raises BadRecord, as `from_json` does."""
    return _value(_shapes(kind)[name], found, f"{where}.{name}")


@cache
def _shapes(kind: type) -> dict[str, Any]:
    """The type of each field, by name."""
    return get_type_hints(kind, include_extras=True)


def _has_default(each: Field[Any]) -> bool:
    return each.default is not MISSING or each.default_factory is not MISSING


def _value(shape: Any, found: object, where: str) -> Any:
    read = _READERS.get(get_origin(shape))
    if read is not None:
        return read(shape, found, where)
    if is_dataclass(shape):
        return from_json(cast(type, shape), found, where)
    if issubclass(shape, Enum):
        return _one_of(shape, found, where)
    return _checked(shape, found, where)


def _annotated(shape: Any, found: object, where: str) -> Any:
    """A value that has to hold more than its type says: each `Check` beside the type."""
    inner, *checks = get_args(shape)
    value = _value(inner, found, where)
    for check in checks:
        if not check.holds(value):
            raise BadRecord(f"{where} is no {check.name}")
    return value


def _optional(shape: Any, found: object, where: str) -> Any:
    """A value, or None: the only union that is kept, with None behind the type."""
    if found is None:
        return None
    inner, _ = get_args(shape)
    return _value(inner, found, where)


def _several(shape: Any, found: object, where: str) -> tuple[Any, ...]:
    if not isinstance(found, list):
        raise BadRecord(f"{where} is no list")
    item = get_args(shape)[0]
    return tuple(_value(item, each, where) for each in found)


def _object(shape: Any, found: object, where: str) -> object:
    return _checked(dict, found, where)


_READERS: dict[Any, Callable[[Any, object, str], Any]] = {
    Annotated: _annotated,
    Union: _optional,
    UnionType: _optional,
    tuple: _several,
    dict: _object,
}
"""How the value of a field is read whose type is made of others."""


def _one_of(shape: type[Enum], found: object, where: str) -> Enum:
    try:
        return shape(found)
    except ValueError as error:
        raise BadRecord(f"{where} is none of {', '.join(str(each.value) for each in shape)}") from error


def _checked(shape: type, found: object, where: str) -> object:
    """A plain value, of no other type: a truth value is no number. But a whole number is one with a fraction too."""
    bounded(found, where)
    if shape is float and type(found) is int:
        return float(found)
    if type(found) is not shape:
        raise BadRecord(f"{where} is no {shape.__name__}")
    return found


def storable(text: str, where: str) -> str:
    """A text that SQLite and UTF-8 can hold. Raises BadRecord."""
    if "\0" in text:
        raise BadRecord(f"{where} holds NUL")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadRecord(f"{where} holds half a character (a lone surrogate)") from error
    return text


def bounded(found: object, where: str, most: float = math.inf, depth: int = 0) -> None:
    """Nothing that SQLite cannot hold, nothing nested deeper than what is kept, and at most so many things in one list
    or object. Raises BadRecord."""
    if depth > MAX_DEPTH:
        raise BadRecord(f"{where} is nested too deep")
    inside: Iterable[object] = ()
    match found:
        case str():
            storable(found, where)
        case int() if not MIN_INTEGER <= found <= MAX_INTEGER:
            raise BadRecord(f"{where} holds too great a number")
        case dict() | list() if len(found) > most:
            raise BadRecord(f"{where} holds more than {most:,} things in one")
        case dict():
            inside = chain(found, found.values())
        case list():
            inside = found
    for each in inside:
        bounded(each, where, most, depth + 1)
