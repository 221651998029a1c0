"""What runs the tests: processes that start in milliseconds, and a transport without sockets."""
