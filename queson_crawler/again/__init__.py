"""Coming again to a portal that is known: what cron does. Pure: what to ask, from what is known and what is met."""
