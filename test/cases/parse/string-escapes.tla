---- MODULE M ----
A == "a\"b\\c\t"
====
EXPECT
ok
