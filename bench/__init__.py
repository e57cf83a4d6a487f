"""Speed, measured: each figure beside a reference taken in the same run, so that a slow machine slows both."""
