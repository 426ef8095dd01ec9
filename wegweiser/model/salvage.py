"""Keeping what is right in an entry that has mistakes.

An entry with one wrong date must still have its references and texts checked in the same run.
The salvaged model holds every field that could be typed, and None where it could not; it is used
for further checks only, never for a page.
"""

from __future__ import annotations

from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

M = TypeVar("M", bound=BaseModel)


def salvage(model: type[M], data: Any) -> M:
    """Return `model` with all fields of `data` that are valid, and None for those that are not."""
    fields = data if isinstance(data, dict) else {}
    values: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if name in fields:
            values[name] = _salvage_value(_full_type(model, name), fields[name])
        else:
            values[name] = info.get_default(call_default_factory=True, validated_data={})
            if info.is_required():
                values[name] = None
    return model.model_construct(**values)


def _full_type(model: type[BaseModel], name: str) -> Any:
    info = model.model_fields[name]
    return Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation


def _salvage_value(annotation: Any, value: Any) -> Any:
    bare = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    if get_origin(bare) in (Union, UnionType):
        bare = next((arg for arg in get_args(bare) if arg is not NoneType), bare)
        annotation = bare
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return salvage(bare, value) if isinstance(value, dict) else None
    if get_origin(bare) is list:
        items = value if isinstance(value, list) else []
        # Items that are not valid stay as None, so that the others keep their places.
        return [_salvage_value(get_args(bare)[0], item) for item in items]
    try:
        return _adapter(annotation).validate_python(value)
    except ValidationError:
        return None


@cache
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)
