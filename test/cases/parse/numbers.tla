---- MODULE M ----
A == 17 + \b101 + \o17 + \hfF + 3.14 + 1..2
1a == 2
====
EXPECT
ok
