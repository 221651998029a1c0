"""Picking blocks of a page by their index."""

from __future__ import annotations

from collections.abc import Container, Iterable

from queson_crawler.parse.flow import Block


def indices_of(blocks: Iterable[Block]) -> set[int]:
    """Where blocks stand in their page."""
    return {block.index for block in blocks}


def among(blocks: Iterable[Block], indices: Container[int]) -> list[Block]:
    """The blocks whose index is one of `indices`."""
    return [block for block in blocks if block.index in indices]


def without(blocks: Iterable[Block], indices: Container[int]) -> list[Block]:
    """The blocks whose index is none of `indices`."""
    return [block for block in blocks if block.index not in indices]
