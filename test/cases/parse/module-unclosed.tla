---- MODULE M ----
A == 1
(*
EXPECT
3:1 tla/unclosed-comment
