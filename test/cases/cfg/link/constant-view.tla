---- MODULE M ----
EXTENDS Naturals
CONSTANTS N, F(_)
VARIABLE x
Init == x = 0
Next == x' = (x + F(0)) % (N + 1)
Spec == Init /\ [][Next]_x
TypeOK == x \in 0..N
Small(n) == x < n
Five == 5
Two == 2
Id(a) == a
Both(a, b) == IF a > b THEN a ELSE b
View == x
Always == []TypeOK
Live == []<>(x = 0)
True == 1 = 1
Step == x' # x
THEOREM Named == Spec => []TypeOK
====
%%%%
CONSTANTS N = 3
  F <- Id
SPECIFICATION Spec
VIEW True

EXPECT
4:6 error cfg/constant
