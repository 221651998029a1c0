"""Tests in a network of their own, in which whatever is asked beyond this machine is seen and goes nowhere."""
