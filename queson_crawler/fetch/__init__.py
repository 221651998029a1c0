"""How an address is asked: throttle, address guard, browser, TLS, cookies, encodings, conditional requests."""
