"""The verdict on a run that came to its end: its outcome, its alarms, what is wrong and what is over."""

from __future__ import annotations

from archive.events import RunEnded
from archive.signs import earlier, signs_of
from archive.store import Archive
from queson_crawler.monitoring.alarms import judge
from queson_crawler.monitoring.completeness import findings, outcome_of
from queson_crawler.monitoring.site_identity import alarms_of_run
from queson_crawler.monitoring.troubles import ended_by, troubles_of
from queson_crawler.portals import Portal


def verdict(archive: Archive, portal: Portal, run_id: int) -> RunEnded:
    """Judge a run, which has been reckoned up (`Archive.finish_run`), by its ledger and by the runs before it."""
    found = judge(signs_of(archive, run_id), earlier(archive, run_id))
    alarms = alarms_of_run(archive, portal, run_id, found)
    outcome = outcome_of(findings(archive, run_id), alarms)
    troubles = troubles_of(archive, run_id, alarms)
    return RunEnded(outcome, alarms, troubles, ended_by(archive, run_id, troubles))
