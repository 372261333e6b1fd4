---- MODULE M ----
THEOREM x
PROOF
<1>1. HAVE y
<1>2. TAKE a, b
<1>3. TAKE a \in S, <<b, c>> \in T
<1>4. WITNESS 1, 2 \in S
<1>5. PICK a : y
  PROOF
  <2>. QED OMITTED
<1>6. PICK a \in S : y BY ONLY <1>1, x
<1>7. CASE y
  BY <1>6 DEF A, +, MODULE N
<1>8. SUFFICES ASSUME NEW z, y PROVE x
  PROOF OBVIOUS
<1>9. DEFINE f[n \in S] == 1
             g == 2
<1>10. USE <1>8, y DEF A
<1>. HIDE DEF A
<1>a. INSTANCE N WITH v <- 1
<1>b. h == 3
<1>c. <1>7 /\ <1>8!1
  <2>1. x
  <2> QED BY <2>1
<1> QED
USE x, MODULE N DEF A
HIDE DEFS A
====
EXPECT
ok
