"""A keeper says of a portal's alarms that this is how it is now."""

from __future__ import annotations

from archive import runs
from archive.clock import now
from archive.events import AlarmsAccepted, Event
from archive.signs import alarms_of
from archive.store import Archive, events
from queson_crawler.recording.session import SOFTWARE


def accept(archive: Archive, portal: str) -> int:
    """Accept the alarms of a portal's last run, in WARC and in the database; how many there were."""
    run_id = runs.last_of(archive, portal)
    alarms = alarms_of(archive, run_id) if run_id else ()
    if not alarms:
        return 0
    with archive.lock(), archive.writer(SOFTWARE, portal) as writer:
        events.record(archive, writer, Event(run_id, now(), AlarmsAccepted()))
    return len(alarms)
