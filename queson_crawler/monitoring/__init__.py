"""Whether a run and a portal are healthy: findings, alarms, the identity of a site, notification."""
