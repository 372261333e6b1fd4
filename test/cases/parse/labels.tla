---- MODULE M ----
A == lbl:: x = y
B == x /\ lbl(a, b):: y = z
C == x \X lbl:: a \X b
D == x = (lbl:: y + z)
E == x + lbl:: IF a THEN b ELSE c + d
====
EXPECT
ok
