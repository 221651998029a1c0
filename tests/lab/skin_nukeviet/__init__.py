"""The demo portal as a NukeViet site would show it. The parts are imported one by one: the options stand alone."""
