"""What the crawler still gets wrong on real systems: (variant, claim) -> why. Who mends one removes its line."""

from __future__ import annotations

_FAULTS: tuple[tuple[tuple[str, ...], str, str], ...] = ()

KNOWN = {(variant, claim): reason for variants, claim, reason in _FAULTS for variant in variants}
