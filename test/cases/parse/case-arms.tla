---- MODULE M ----
A == CASE x -> 1
       [] y -> []z
       [] OTHER -> CASE a -> b [] c -> d
====
EXPECT
ok
