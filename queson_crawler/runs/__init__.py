"""What a command starts: one crawl, many, a probe, a rescue, a schedule."""
