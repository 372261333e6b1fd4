---- MODULE M ----
A == 1 (* outer (* inner *) 
B == 2
====
EXPECT
2:8 tla/unclosed-comment
