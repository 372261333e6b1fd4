---- MODULE M ----
(* a (* b *) c *)
A == 1 \* to the end (* of the line
B == 2 (* --algorithm x { x := 1; } *)
====
EXPECT
ok
