Some text: x == ( [ "
---- MODULE M ----
A == 1
====
A == ( unread
EXPECT
ok
