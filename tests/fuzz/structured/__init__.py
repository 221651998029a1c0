"""Foreign files and archives that were changed structurally, and what must hold after each of them was taken in."""
