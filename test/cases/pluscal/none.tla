---- MODULE none ----
\* What one calls an algorithm, in words only.
VARIABLE x
Init == x = 0
====
EXPECT
none
