---- MODULE M ----
VARIABLE x
f == [a |-> 1, b |-> 2]
A == [f EXCEPT !.a = x', !.b = @]
B == A = A
====
EXPECT
ok
