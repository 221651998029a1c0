"""Picking blocks of a page by their index or their length."""

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


def is_prose(block: Block, least: int) -> bool:
    """Whether a block is text of so many characters at least, and no link."""
    return len(block.text) >= least and not block.is_link


def prose_among(blocks: Iterable[Block], least: int) -> list[Block]:
    """The blocks that are text of so many characters at least."""
    return [block for block in blocks if is_prose(block, least)]


def length_of(blocks: Iterable[Block]) -> int:
    """The characters of some blocks."""
    return sum(len(block.text) for block in blocks)
