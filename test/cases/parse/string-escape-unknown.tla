---- MODULE M ----
A == "a\\q\t" \o "b\q"
====
EXPECT
2:20 tla/unknown-escape
