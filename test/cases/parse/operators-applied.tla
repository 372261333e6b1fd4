---- MODULE M ----
CONSTANT _ + _, -. _, _ ^+
A == +(1, 2)
B == -.(1)
C == M!+(1, 2)!<<!(a, b)!@!:!2
D == F(+, -., LAMBDA a, b : a)
E == <<x, y>>_z
F(- _) == 1
G == x + + y
====
EXPECT
8:3 tla/unexpected-token
9:10 tla/unexpected-token
