"""How fast the program and its rehearsal are, as ratios within one run. `make bench` prints them; no test asserts a time."""
