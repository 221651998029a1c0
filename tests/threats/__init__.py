"""Shows that each test of `docs/threats.md` fails when its guard is removed: `make threats`."""
